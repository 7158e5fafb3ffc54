import type { ValidationPlan } from '@/lib/domain/validation/schema';

export const ROW_PARTS = ['all', 'time', 'group'] as const;
export type RowPart = (typeof ROW_PARTS)[number];

/** A plan as its form holds it; columns are typed by comma. */
export interface PlanDraft {
  /** Empty: no rows. */
  datasetId: string;
  /** All rows, or the test part of a split. */
  part: RowPart;
  /** First day of the test part, UTC. */
  day: string;
  sharePercent: number | null;
  seed: number | null;
  fairness: string;
  /** A column with - before it is one with which the answer should fall. */
  monotone: string;
}

const namesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

const isDay = (text: string) => !Number.isNaN(Date.parse(`${text}T00:00:00.000Z`));

/** Whether the part of the rows is said. */
export function isPartSaid({ datasetId, part, day, sharePercent, seed }: PlanDraft): boolean {
  if (datasetId === '' || part === 'all') return true;
  if (part === 'time') return isDay(day);
  return sharePercent !== null && sharePercent > 0 && sharePercent < 100 && Number.isInteger(seed) && (seed ?? -1) >= 0;
}

function splitOf({ part, day, sharePercent, seed }: PlanDraft): NonNullable<ValidationPlan['dataset']>['testPartOf'] {
  if (part === 'time') return { by: 'time', at: `${day}T00:00:00.000Z` };
  return part === 'group' ? { by: 'group', testShare: (sharePercent ?? 0) / 100, seed: seed ?? 0 } : null;
}

/** What the form says, as the API takes it; of a draft whose part is said. Example: `income, -debt` is income up and debt down. */
export const planOf = (draft: PlanDraft): ValidationPlan => ({
  dataset:
    draft.datasetId === '' ? null : { id: draft.datasetId, number: null, target: null, testPartOf: splitOf(draft) },
  fairness: namesOf(draft.fairness),
  monotone: namesOf(draft.monotone).map((name) =>
    name.startsWith('-')
      ? { column: name.slice(1).trim(), direction: 'down' as const }
      : { column: name, direction: 'up' as const },
  ),
});

/** The form of a plan that was carried out before. */
export function planDraftOf(plan: ValidationPlan | null): PlanDraft {
  const split = plan?.dataset?.testPartOf ?? null;
  return {
    datasetId: plan?.dataset?.id ?? '',
    part: split?.by ?? 'all',
    day: split?.by === 'time' ? split.at.slice(0, 10) : '',
    sharePercent: split?.by === 'group' ? 100 * split.testShare : 20,
    seed: split?.by === 'group' ? split.seed : 1,
    fairness: plan?.fairness.join(', ') ?? '',
    monotone:
      plan?.monotone.map(({ column, direction }) => `${direction === 'down' ? '-' : ''}${column}`).join(', ') ?? '',
  };
}
