import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor, uuidAfter } from '@/lib/platform/uuid7';
import { FreshTruths } from '../comparison';
import { listLabelsOf } from '../feedback';
import { type LoggedAnswer, listAnswersAfter } from '../predictions';
import { type getServedVersion, listAnswerSettings } from '../registry';
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
  /** Labelled rows that tell nothing, and why. */
  leftOut: ReturnType<FreshTruths['leftOut']>;
}

type Served = Awaited<ReturnType<typeof getServedVersion>>;

/** What a version answered callers in the last days, with the labels that count for all rows or for a random sample of them. */
export async function readWindow(ctx: Ctx, of: Served, days: number): Promise<AnsweredWindow> {
  const { model, version, served } = of;
  const { projectId } = model;
  const to = ctx.now();
  const from = new Date(to.getTime() - days * DAY_MS);
  const [history, truths] = await Promise.all([
    listAnswerSettings(ctx, { modelId: model.id, versionNumber: version.number }),
    FreshTruths.of(ctx, of),
  ]);
  const settings = new Map(history.map(({ number, content }) => [number, content]));
  const rows: AnsweredRow[] = [];
  const end = (isWhole: boolean): AnsweredWindow => ({
    from,
    to,
    calls,
    rows,
    isWhole,
    leftOut: truths.leftOut(),
  });
  let calls = 0;
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
    const found = answers.filter(({ shadowOf }) => shadowOf === null);
    const last = found.at(-1);
    if (!last) return end(true);
    const own = found.filter(({ isTraffic, versionNumber }) => isTraffic && versionNumber === version.number);
    const labels = await listLabelsOf(
      ctx,
      projectId,
      own.map((call) => call.id),
    );
    const byRow = new Map(labels.map((labelled) => [`${labelled.predictionId}.${labelled.row}`, labelled]));
    for (const call of own) {
      calls += 1;
      const abstained = new Set(call.abstained);
      for (let row = 0; row < call.rows; row += 1) {
        const rowId = `${call.id}.${row}`;
        const outcome = call.outcomes[row] ?? '';
        rows.push({
          rowId,
          atMs: call.receivedAt.getTime(),
          dayMs: call.ownDays[row] ?? Math.floor(call.receivedAt.getTime() / DAY_MS) * DAY_MS,
          outcome,
          isAbstained: abstained.has(row),
          scores: scoresOf(call, served, row),
          value: outcome === '' || !Number.isFinite(Number(outcome)) ? null : Number(outcome),
          by: call.settingsNumber === null ? null : (settings.get(call.settingsNumber) ?? null),
          truth: truths.truthOf(call, row, byRow.get(rowId)),
        });
      }
    }
    if (rows.length >= MOST_ROWS) return end(found.length < CALLS_A_READ);
    id = uuidAfter(last.id);
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
