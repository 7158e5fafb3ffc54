import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { momentOf } from '../collection';
import { type LabelledRow, listLabelsOf } from '../feedback';
import { truthsOf } from '../performance';
import { type AnsweredPair, type LoggedAnswer, listPairsBefore } from '../predictions';
import { MOST_CALLS, MOST_ROWS } from './schema';
import type { IsLearnt } from './training-rows';

const DAY_MS = 86_400_000;
/** Rows that are held with their inputs at once; calls have from one to thousands of them. */
const ROWS_A_READ = 5_000;
const FIRST_CALLS = 100;
const LEAST_CALLS = 10;

/** A row that both versions answered. */
export interface PairedRow {
  callId: string;
  row: number;
  atMs: number;
  /** The UTC day that it is of. */
  dayMs: number;
  entity: string | null;
  a: string;
  b: string;
  /** The label that counts, and how many rows it stands for; null without one. */
  truth: { value: string; weight: number } | null;
}

export interface ReadPairs {
  calls: number;
  isWhole: boolean;
  rows: PairedRow[];
  beforeCutOff: number;
  inTraining: number;
  unanswered: number;
  /** Microseconds that each version computed for a call. */
  runUs: { a: number[]; b: number[] };
  /** The same added up, with the calls and rows that it is of: those whose time was measured. */
  computed: { a: Computed; b: Computed };
  /** Rows of all these calls, and the moments of the first and the last; null without one. */
  asked: number;
  span: readonly [number, number] | null;
}

interface Computed {
  us: number;
  calls: number;
  rows: number;
}

/** The newest calls of callers that two versions both answered, without the rows that one of them may have learnt. */
export async function readPairs(
  ctx: Ctx,
  of: {
    projectId: string;
    modelId: string;
    a: number;
    b: number;
    fromMs: number;
    toMs: number;
    cutOffMs: number | null;
    learnt: readonly IsLearnt[];
    entityOf: (call: LoggedAnswer, row: number) => string | null;
  },
): Promise<ReadPairs> {
  const found: ReadPairs = {
    calls: 0,
    isWhole: true,
    rows: [],
    beforeCutOff: 0,
    inTraining: 0,
    unanswered: 0,
    runUs: { a: [], b: [] },
    computed: { a: { us: 0, calls: 0, rows: 0 }, b: { us: 0, calls: 0, rows: 0 } },
    asked: 0,
    span: null,
  };
  const range = { projectId: of.projectId, modelId: of.modelId, versions: [of.a, of.b] as const };
  const from = uuid7Floor(of.fromMs);
  const shared = new Map<string, string>();
  let before: string | null = uuid7Floor(of.toMs);
  let calls = FIRST_CALLS;
  while (before !== null) {
    if (found.calls >= MOST_CALLS || found.rows.length >= MOST_ROWS) {
      found.isWhole = false;
      return found;
    }
    const limit = Math.min(calls, MOST_CALLS - found.calls);
    const part: Awaited<ReturnType<typeof listPairsBefore>> = await listPairsBefore(ctx, {
      ...range,
      from,
      before,
      limit,
    });
    const pairs = part.pairs.filter(({ call }) => call.isTraffic);
    const ids = pairs.map(({ call }) => call.id);
    const labels = ids.length > 0 ? await listLabelsOf(ctx, of.projectId, ids) : [];
    const byRow = new Map(labels.map((labelled) => [`${labelled.predictionId}.${labelled.row}`, labelled]));
    for (const pair of pairs) takePair(pair, byRow);
    const rows = part.pairs.reduce((sum, { call }) => sum + call.rows, 0);
    if (rows > 0) calls = Math.max(LEAST_CALLS, Math.floor((ROWS_A_READ * part.pairs.length) / rows));
    before = part.next;
  }
  return found;

  /** The same text once: hundreds of thousands of rows have a few answers and entities. */
  function share(text: string): string {
    const known = shared.get(text);
    if (known === undefined) shared.set(text, text);
    return known ?? text;
  }

  function takePair({ call, shadow }: AnsweredPair, labels: ReadonlyMap<string, LabelledRow>): void {
    const [a, b] = call.versionNumber === of.a ? [call, shadow] : [shadow, call];
    found.calls += 1;
    found.runUs.a.push(a.runUs);
    found.runUs.b.push(b.runUs);
    addComputed(found.computed.a, a);
    addComputed(found.computed.b, b);
    found.asked += call.rows;
    for (let row = 0; row < call.rows; row += 1) {
      const atMs = momentOf(call, row);
      found.span = [Math.min(atMs, found.span?.[0] ?? atMs), Math.max(atMs, found.span?.[1] ?? atMs)];
      const labelled = labels.get(`${call.id}.${row}`);
      const truth = labelled && truthsOf(labelled, call).find(({ source }) => source !== 'chosen');
      const [answerA = '', answerB = ''] = [a.outcomes[row], b.outcomes[row]];
      if (of.cutOffMs !== null && atMs <= of.cutOffMs) found.beforeCutOff += 1;
      else if (of.learnt.some((isLearnt) => isLearnt(call, row))) found.inTraining += 1;
      else if (answerA === '' || answerB === '') found.unanswered += 1;
      else {
        const entity = of.entityOf(call, row);
        found.rows.push({
          callId: call.id,
          row,
          atMs,
          dayMs: call.ownDays[row] ?? Math.floor(atMs / DAY_MS) * DAY_MS,
          entity: entity === null ? null : share(entity),
          a: share(answerA),
          b: share(answerB),
          truth: truth ? { value: share(truth.label), weight: truth.weight } : null,
        });
      }
    }
  }
}

function addComputed(sums: Computed, { runUs, rows }: Pick<LoggedAnswer, 'runUs' | 'rows'>): void {
  if (runUs <= 0) return;
  sums.us += runUs;
  sums.calls += 1;
  sums.rows += rows;
}
