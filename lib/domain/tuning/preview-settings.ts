import type { Ctx } from '@/lib/platform/context';
import { isSameNumber } from '@/lib/pure/stats/is-same-number';
import { getServedVersion } from '../registry';
import type { AnswerSettings } from '../registry/schema';
import { requireFit } from './fit-settings';
import { basisOf, changeOf, costOf } from './measure-rows';
import { type AnsweredRow, readWindow } from './read-window';
import { type Costs, MOST_LISTED, type SettingsPreview } from './schema';
import { type SettledRow, settleRow } from './settle-row';

const MOST_CHANGES = 50;

/** What a version would have answered in the last days by other settings, from the scores that were logged. Nothing is changed. */
export async function previewSettings(
  ctx: Ctx,
  input: { model: string; number: number; settings: AnswerSettings; days: number; costs: Costs | null },
): Promise<SettingsPreview> {
  const found = await getServedVersion(ctx, { model: input.model, number: input.number, permission: 'version.manage' });
  const { served } = found;
  requireFit(input.settings, served);
  const window = await readWindow(ctx, found, input.days);
  const leftOut = { notKept: 0, levelled: 0 };
  const pairs: Pair[] = [];
  for (const row of window.rows) {
    const after = settleRow(row, served, input.settings);
    if (typeof after === 'string') leftOut[after] += 1;
    else pairs.push({ row, after });
  }
  const isNumber = served.reading.task === 'regression';
  const changed = pairs.filter(({ row, after }) => !isSame(row, after, isNumber));
  const differences = pairs.map(({ row, after }) => Math.abs((after.value ?? 0) - (row.value ?? 0)));
  const labelled = pairs.filter(({ row }) => row.truth !== null);
  return {
    window: { from: window.from.toISOString(), to: window.to.toISOString() },
    calls: window.calls,
    rows: window.rows.length,
    settled: pairs.length,
    leftOut,
    isWhole: window.isWhole,
    changed: changed.length,
    changes: isNumber ? [] : countChanges(changed),
    abstained: {
      before: pairs.filter(({ row }) => row.isAbstained).length,
      after: pairs.filter(({ after }) => after.isAbstained).length,
    },
    meanDifference:
      isNumber && pairs.length > 0 ? differences.reduce((sum, value) => sum + value, 0) / pairs.length : null,
    byDay: countDays(pairs, new Set(changed)),
    truth:
      labelled.length === 0
        ? null
        : {
            basis: basisOf(labelled.map(({ row }) => row)),
            ...window.leftOut,
            ...measure(labelled, isNumber),
            cost: input.costs && !isNumber ? measureCost(labelled, classesOf(served.reading), input.costs) : null,
          },
    listed: changed
      .slice(-MOST_LISTED)
      .reverse()
      .map(({ row, after }) => ({
        rowId: row.rowId,
        at: new Date(row.atMs).toISOString(),
        before: row.isAbstained ? null : row.outcome,
        after: after.isAbstained ? null : after.outcome,
        truth: row.truth?.value ?? null,
      })),
  };
}

type Pair = { row: AnsweredRow; after: SettledRow };

const classesOf = (reading: { task: string } | { task: 'classification'; classes: string[] }): string[] =>
  'classes' in reading ? reading.classes : [];

function isSame(row: AnsweredRow, after: SettledRow, isNumber: boolean): boolean {
  if (!isNumber) return row.isAbstained === after.isAbstained && (after.isAbstained || row.outcome === after.outcome);
  return isSameNumber(row.value ?? Number.NaN, after.value ?? Number.NaN);
}

function countChanges(changed: readonly Pair[]): SettingsPreview['changes'] {
  const kinds = new Map<string, { before: string | null; after: string | null; rows: number; days: Set<number> }>();
  for (const { row, after } of changed) {
    const [from, to] = [row.isAbstained ? null : row.outcome, after.isAbstained ? null : after.outcome];
    const key = JSON.stringify([from, to]);
    const kind = kinds.get(key) ?? { before: from, after: to, rows: 0, days: new Set<number>() };
    kind.rows += 1;
    kind.days.add(row.dayMs);
    kinds.set(key, kind);
  }
  return [...kinds.values()]
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MOST_CHANGES)
    .map((kind) => ({ ...kind, days: kind.days.size }));
}

function countDays(pairs: readonly Pair[], changed: ReadonlySet<Pair>): SettingsPreview['byDay'] {
  const days = new Map<number, { rows: number; changed: number }>();
  for (const pair of pairs) {
    const day = days.get(pair.row.dayMs) ?? { rows: 0, changed: 0 };
    days.set(pair.row.dayMs, { rows: day.rows + 1, changed: day.changed + (changed.has(pair) ? 1 : 0) });
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([dayMs, counts]) => ({ day: new Date(dayMs).toISOString().slice(0, 10), ...counts }));
}

const dayOf = ({ row }: Pair): number => row.dayMs;

function measure(labelled: readonly Pair[], isNumber: boolean) {
  const ratio = (of: (row: AnsweredRow, answer: { outcome: string; isAbstained: boolean }) => [number, number]) =>
    changeOf(labelled, { dayMs: dayOf, before: ({ row }) => of(row, row), after: ({ row, after }) => of(row, after) });
  const weightOf = ({ truth }: AnsweredRow) => truth?.weight ?? 0;
  return {
    measure: isNumber ? ('mae' as const) : ('accuracy' as const),
    score: ratio((row, { outcome, isAbstained }) => {
      if (isAbstained) return [0, 0];
      const loss = isNumber
        ? Math.abs(Number(outcome) - Number(row.truth?.value))
        : Number(outcome === row.truth?.value);
      return Number.isFinite(loss) ? [weightOf(row) * loss, weightOf(row)] : [0, 0];
    }),
    coverage: ratio((row, { isAbstained }) => [isAbstained ? 0 : weightOf(row), weightOf(row)]),
  };
}

function measureCost(labelled: readonly Pair[], classes: readonly string[], costs: Costs) {
  const [, positive] = classes;
  if (classes.length !== 2 || positive === undefined) return null;
  const cost = ({ truth }: AnsweredRow, answer: { outcome: string; isAbstained: boolean }): [number, number] => {
    const { value, weight } = truth ?? { value: '', weight: 0 };
    return [weight * costOf(answer, value, positive, costs), weight];
  };
  return changeOf(labelled, {
    dayMs: dayOf,
    before: ({ row }) => cost(row, row),
    after: ({ row, after }) => cost(row, after),
  });
}
