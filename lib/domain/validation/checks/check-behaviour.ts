import { spreadRows } from '@/lib/pure/trainers/spread-rows';
import type { RowPlace } from '../../registry';
import type { Probe } from '../../registry/schema';
import { isClose } from '../compare-answers';
import type { Measurement, ValidationPlan } from '../schema';
import { counted, said, unknown } from './measure';
import { answerOf, type OwnRunner, type Told } from './own-runner';

const ROWS = 64;
const COLUMNS = 50;
const ROWS_A_COLUMN = 3;
const GRID = 7;
const TOLERANCE = 1e-4;
const MEGABYTE = 1_000_000;
const LONG_TEXT = 'x'.repeat(10_000);
const EXTREME_NUMBERS = ['-1e30', '1e30', '0'];
const EXTREME_TEXTS = [LONG_TEXT, '\u{1F4A5} never seen'];

type Cells = readonly string[];

/** How it behaves whatever is asked: each row put in ways that must not matter, and values that no row had. */
export async function checkBehaviour(
  runner: OwnRunner,
  places: readonly RowPlace[],
  all: readonly Cells[],
  { isReadable, signal }: { isReadable: boolean; signal: AbortSignal },
): Promise<Measurement[]> {
  const rows = spread(all, ROWS);
  const together = await runner.ask(rows);
  const alone: Told[] = [];
  for (const row of rows) alone.push(...(await runner.ask([row])));
  const backwards = (await runner.ask(rows.toReversed())).toReversed();
  const again = await runner.ask(rows);
  signal.throwIfAborted();
  const answered = rows.filter((_, i) => answerOf(together[i]) ?? answerOf(alone[i]));
  const few = spread(answered, ROWS_A_COLUMN);
  return [
    ...(isReadable
      ? [
          differing('batch-invariance', [alone, backwards], together, rows.length),
          differing('determinism', [again], together, rows.length),
        ]
      : (['batch-invariance', 'determinism'] as const).map((check) => unknown(check, 'tensors'))),
    await checkMissing(runner, places, few, signal),
    await checkExtremes(runner, places, few, signal),
    isReadable ? checkConstant(together) : unknown('constant-output', 'tensors'),
  ];
}

/** So many of a list, evenly spread. */
function spread<T>(list: readonly T[], most: number): T[] {
  return Array.from(spreadRows(list.length, most)).flatMap((at) => list.slice(at, at + 1));
}

function isSame(a: Told | undefined, b: Told | undefined): boolean {
  const [one, other] = [answerOf(a), answerOf(b)];
  if (!one || !other) return one === other;
  const isNear = (x: number | null, y: number | null) =>
    x === null || y === null ? x === y : isClose(x, y, TOLERANCE);
  return (
    one.label === other.label &&
    isNear(one.value, other.value) &&
    (one.value !== null || one.label !== null || one.outcome === other.outcome) &&
    (one.probabilities ?? []).every((value, i) => isNear(value, other.probabilities?.[i] ?? null))
  );
}

function differing(
  check: 'batch-invariance' | 'determinism',
  others: readonly (readonly Told[])[],
  first: readonly Told[],
  n: number,
): Measurement {
  if (n === 0) return unknown(check, 'no-rows');
  const count = first.filter((told, i) => others.some((list) => !isSame(told, list[i]))).length;
  return said(check, count > 0 ? 'bad' : 'good', count > 0 ? 'differ' : 'same', { n, differing: count });
}

/** Which columns may be missing: a refusal says so, an answer that is no number does not. */
async function checkMissing(
  runner: OwnRunner,
  places: readonly RowPlace[],
  rows: readonly Cells[],
  signal: AbortSignal,
) {
  const refused: string[] = [];
  const broken: string[] = [];
  for (const [at, place] of places.slice(0, COLUMNS).entries()) {
    signal.throwIfAborted();
    const told = await runner.ask(rows.map((cells) => cells.with(at, '')));
    if (told.some(isBroken)) broken.push(place.name);
    else if (told.some((one) => 'refused' in one)) refused.push(place.name);
  }
  if (rows.length === 0) return unknown('missing-values', 'no-rows');
  return said('missing-values', broken.length > 0 ? 'bad' : 'good', broken.length > 0 ? 'broken' : 'holds', {
    ...{ columns: Math.min(places.length, COLUMNS), refused: refused.length, broken: broken.length },
    names: (broken.length > 0 ? broken : refused).slice(0, 5).join(', '),
  });
}

/** No answer at all, or one that is no number. */
const isBroken = (told: Told): boolean => 'failed' in told || ('answer' in told && !told.isFinite);

async function checkExtremes(
  runner: OwnRunner,
  places: readonly RowPlace[],
  rows: readonly Cells[],
  signal: AbortSignal,
) {
  const [row] = rows;
  if (!row) return unknown('extreme-values', 'no-rows');
  const broken: string[] = [];
  let asked = 0;
  for (const [at, { name, datatype }] of places.slice(0, COLUMNS).entries()) {
    signal.throwIfAborted();
    const values = datatype === 'BYTES' ? EXTREME_TEXTS : datatype === 'BOOL' ? [] : extremesOf(datatype);
    // One by one: what brings its process down is known by its value.
    for (const value of values) {
      asked += 1;
      const [told] = await runner.ask([row.with(at, value)]);
      if (told && isBroken(told)) broken.push(`${name} = ${value.slice(0, 12)}`);
    }
  }
  return said('extreme-values', broken.length > 0 ? 'bad' : 'good', broken.length > 0 ? 'broken' : 'holds', {
    ...{ n: asked, broken: broken.length },
    names: broken.slice(0, 5).join(', '),
  });
}

const extremesOf = (datatype: RowPlace['datatype']): string[] =>
  datatype.startsWith('FP') || datatype === 'BF16'
    ? EXTREME_NUMBERS
    : datatype.startsWith('U')
      ? ['0', '127']
      : ['-127', '0', '127'];

function checkConstant(told: readonly Told[]): Measurement {
  const answers = told.flatMap((one) => answerOf(one) ?? []);
  if (answers.length < 2) return unknown('constant-output', 'no-rows');
  const different = new Set(
    answers.map(({ outcome, value, probabilities }) => JSON.stringify([value ?? outcome, probabilities])),
  ).size;
  return said('constant-output', different === 1 ? 'bad' : 'good', different === 1 ? 'constant' : 'varies', {
    ...{ n: answers.length, different },
  });
}

/** Whether the answer only rises, or only falls, with columns of which that was declared. */
export async function checkMonotonicity(
  runner: OwnRunner,
  places: readonly RowPlace[],
  all: readonly Cells[],
  declared: ValidationPlan['monotone'],
): Promise<Measurement> {
  if (declared.length === 0) return unknown('monotonicity', 'none-declared');
  const rows = spread(all, ROWS);
  let [against, asked] = [0, 0];
  const wrong: string[] = [];
  for (const { column, direction } of declared) {
    const at = places.findIndex(({ name }) => name === column);
    if (at < 0) return unknown('monotonicity', 'no-column', { column });
    const numbers = all
      .map((cells) => cells[at] ?? '')
      .filter((cell) => cell !== '' && Number.isFinite(Number(cell)))
      .toSorted((a, b) => Number(a) - Number(b));
    const grid = [...new Set(spread(numbers, GRID))];
    let own = 0;
    for (const row of rows) {
      const told = await runner.ask(grid.map((value) => row.with(at, value)));
      const scores = told.map(scoreOf);
      if (scores.some((score) => score === null)) return unknown('monotonicity', 'no-score', { column });
      asked += 1;
      const sign = direction === 'up' ? 1 : -1;
      const goesBack = scores.some(
        (score, i) =>
          i > 0 && sign * ((score ?? 0) - (scores[i - 1] ?? 0)) < -TOLERANCE * Math.max(1, Math.abs(score ?? 0)),
      );
      if (goesBack) own += 1;
    }
    against += own;
    if (own > 0) wrong.push(column);
  }
  if (asked === 0) return unknown('monotonicity', 'no-rows');
  return counted('monotonicity', against / asked, 'most', against > 0 ? 'against' : 'holds', {
    ...{
      n: asked,
      against,
      columns: declared.map(({ column, direction }) => `${column} ${direction === 'up' ? '↑' : '↓'}`).join(', '),
    },
    wrong: wrong.join(', '),
  });
}

/** The value, or of two classes the probability of the second; null where there is no such number. */
function scoreOf(told: Told): number | null {
  const answer = answerOf(told);
  if (!answer) return null;
  return answer.value ?? (answer.probabilities?.length === 2 ? (answer.probabilities[1] ?? null) : null);
}

/** What the probe of its upload measured, against the budget. */
export function checkBudget({ runs, latencyMsP95, memoryBytes }: Probe): Measurement[] {
  return [
    runs === 0 ? unknown('latency', 'not-measured') : counted('latency', latencyMsP95, 'most', 'p95', { n: runs }),
    memoryBytes === null
      ? unknown('memory', 'not-measured')
      : counted('memory', memoryBytes / MEGABYTE, 'most', 'peak', { n: runs }),
  ];
}
