import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor, uuidAfter } from '@/lib/platform/uuid7';
import { loggedInputs, momentOf } from '../collection';
import { type IsLearnt, learntRows } from '../comparison';
import { listLabelsOf } from '../feedback';
import { truthsOf } from '../performance';
import { type LoggedAnswer, listAnswersAfter } from '../predictions';
import { type getServedVersion, listAnswerSettings, rowPlaces } from '../registry';
import type { AnswerSettings } from '../registry/schema';
import { MOST_ROWS } from './schema';

const DAY_MS = 86_400_000;
const CALLS_A_READ = 500;

/** A logged row as it was answered. */
export interface AnsweredRow {
  rowId: string;
  atMs: number;
  /** The UTC day that it names, else of its call. */
  dayMs: number;
  outcome: string;
  isAbstained: boolean;
  /** Probabilities as they were answered; null where they were not kept. */
  scores: number[] | null;
  /** Of numbers. */
  value: number | null;
  /** The settings that answered it. */
  by: AnswerSettings | null;
  /** The label and how many rows it stands for; null without one, or where the version may have learnt it. */
  truth: { value: string; weight: number } | null;
}

export interface AnsweredWindow {
  from: Date;
  to: Date;
  calls: number;
  rows: AnsweredRow[];
  isWhole: boolean;
  beforeCutOff: number;
  learnt: number;
  training: 'checked' | 'unknown';
}

type Served = Awaited<ReturnType<typeof getServedVersion>>;

/** What a version answered callers in the last days, with the labels that count for all rows or for a random sample of them. */
export async function readWindow(ctx: Ctx, { model, version, served }: Served, days: number): Promise<AnsweredWindow> {
  const { projectId } = model;
  const to = ctx.now();
  const from = new Date(to.getTime() - days * DAY_MS);
  const [history, inputs] = await Promise.all([
    listAnswerSettings(ctx, { modelId: model.id, versionNumber: version.number }),
    loggedInputs(ctx, model),
  ]);
  const settings = new Map(history.map(({ number, content }) => [number, content]));
  const isLearnt = await learntRows(ctx, {
    projectId,
    version,
    inputs,
    known: new Set(rowPlaces(served).map(({ name }) => name)),
  });
  const cutOffMs = Date.parse(version.trainedOn?.cutOff ?? '');
  const window: AnsweredWindow = {
    from,
    to,
    calls: 0,
    rows: [],
    isWhole: true,
    beforeCutOff: 0,
    learnt: 0,
    training: isLearnt ? 'checked' : 'unknown',
  };
  let id = uuid7Floor(from.getTime());
  const before = uuid7Floor(to.getTime() + 1);
  for (;;) {
    const answers = await listAnswersAfter(ctx, {
      projectId,
      modelId: model.id,
      from: id,
      before,
      limit: CALLS_A_READ,
    });
    const calls = answers.filter(({ shadowOf }) => shadowOf === null);
    const last = calls.at(-1);
    if (!last) return window;
    const own = calls.filter(({ isTraffic, versionNumber }) => isTraffic && versionNumber === version.number);
    const labels = await listLabelsOf(
      ctx,
      projectId,
      own.map((call) => call.id),
    );
    const byRow = new Map(labels.map((labelled) => [`${labelled.predictionId}.${labelled.row}`, labelled]));
    for (const call of own) {
      window.calls += 1;
      const abstained = new Set(call.abstained);
      for (let row = 0; row < call.rows; row += 1) {
        const rowId = `${call.id}.${row}`;
        const labelled = byRow.get(rowId);
        const truth = labelled && truthsOf(labelled, call).find(({ source }) => source !== 'chosen');
        const outcome = call.outcomes[row] ?? '';
        window.rows.push({
          rowId,
          atMs: call.receivedAt.getTime(),
          dayMs: call.ownDays[row] ?? Math.floor(call.receivedAt.getTime() / DAY_MS) * DAY_MS,
          outcome,
          isAbstained: abstained.has(row),
          scores: scoresOf(call, served, row),
          value: outcome === '' || !Number.isFinite(Number(outcome)) ? null : Number(outcome),
          by: call.settingsNumber === null ? null : (settings.get(call.settingsNumber) ?? null),
          truth: truth && isFresh(call, row, isLearnt) ? { value: truth.label, weight: truth.weight } : null,
        });
      }
    }
    if (window.rows.length >= MOST_ROWS) {
      window.isWhole = calls.length < CALLS_A_READ;
      return window;
    }
    id = uuidAfter(last.id);
  }

  function isFresh(call: LoggedAnswer, row: number, learnt: IsLearnt | null): boolean {
    if (momentOf(call, row) <= cutOffMs) window.beforeCutOff += 1;
    else if (learnt?.(call, row)) window.learnt += 1;
    else return true;
    return false;
  }
}

function scoresOf(call: LoggedAnswer, { reading }: Served['served'], row: number): number[] | null {
  if (reading.task !== 'classification' || reading.probabilities === null) return null;
  const data = call.outputs[reading.probabilities]?.data;
  const width = reading.classes.length;
  if (!data || data.length !== call.rows * width) return null;
  const scores = Array.from({ length: width }, (_, k) => Number(data[row * width + k] ?? Number.NaN));
  return scores.some(Number.isNaN) ? null : scores;
}
