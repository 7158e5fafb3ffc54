import type { AgreementScale, Queue, QueueContent, Stratification } from '@/lib/domain/review/schema';

/** A queue as its form holds it: rules that are off keep what they were. */
export interface QueueDraft {
  model: string;
  name: string;
  complaints: boolean;
  unsure: boolean;
  confidencePercent: number | null;
  disagreement: boolean;
  outside: boolean;
  random: boolean;
  sharePercent: number | null;
  /** Empty where all rows are drawn alike. */
  stratumColumn: string;
  /** The values of the strata are upper ends of bands. */
  isBanded: boolean;
  strata: { key: number; value: string; percent: number | null }[];
  reviewsWanted: number | null;
  isBlind: boolean;
  tolerance: number | null;
  instructions: string;
  lockMinutes: number | null;
  goldPercent: number | null;
  scale: AgreementScale | 'model';
  /** One class a line, the lowest first. */
  classOrder: string;
}

export const newDraft = (model: string): QueueDraft => ({
  model,
  name: '',
  complaints: true,
  unsure: false,
  confidencePercent: 60,
  disagreement: false,
  outside: false,
  random: true,
  sharePercent: 1,
  stratumColumn: '',
  isBanded: false,
  strata: [],
  reviewsWanted: 1,
  isBlind: true,
  tolerance: 0,
  instructions: '',
  lockMinutes: 15,
  goldPercent: 0,
  scale: 'model',
  classOrder: '',
});

const percentOf = (share: number): number => Math.round(share * 1e6) / 1e4;

function strataOf(by: NonNullable<QueueContent['rules']['random']>['by']) {
  if (!by) return {};
  const rows =
    by.bands.length > 0 ? by.bands.map(({ upTo, share }) => [String(upTo), share] as const) : Object.entries(by.shares);
  return {
    stratumColumn: by.column ?? `context.${by.context}`,
    isBanded: by.bands.length > 0,
    strata: rows.map(([value, share], key) => ({ key, value, percent: percentOf(share) })),
  };
}

export function draftOf(queue: Queue): QueueDraft {
  const { rules } = queue;
  return {
    ...newDraft(queue.model.name),
    name: queue.name,
    complaints: rules.complaints,
    unsure: rules.confidenceBelow !== null,
    confidencePercent: rules.confidenceBelow === null ? 60 : 100 * rules.confidenceBelow,
    disagreement: rules.disagreement,
    outside: rules.outside,
    random: rules.random !== null,
    sharePercent: rules.random === null ? 1 : 100 * rules.random.share,
    ...strataOf(rules.random?.by ?? null),
    reviewsWanted: queue.reviewsWanted,
    isBlind: queue.isBlind,
    tolerance: queue.tolerance,
    instructions: queue.instructions,
    lockMinutes: queue.lockMinutes,
    goldPercent: percentOf(queue.goldShare),
    scale: queue.scale ?? 'model',
    classOrder: queue.classOrder.join('\n'),
  };
}

function stratificationOf({ stratumColumn, isBanded, strata }: QueueDraft): Stratification | null {
  const column = stratumColumn.trim();
  if (column === '') return null;
  const named = strata.filter(({ value }) => value.trim() !== '');
  const bands = named
    // A comma may be typed for the point.
    .map(({ value, percent }) => ({ upTo: Number(value.trim().replace(',', '.')), share: (percent ?? 0) / 100 }))
    .sort((a, b) => a.upTo - b.upTo);
  return isBanded
    ? { column, shares: {}, bands }
    : {
        column,
        shares: Object.fromEntries(named.map(({ value, percent }) => [value.trim(), (percent ?? 0) / 100])),
        bands: [],
      };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What the form says, as the API takes it. */
export function contentOf(draft: QueueDraft): QueueContent {
  return {
    name: draft.name.trim(),
    rules: {
      complaints: draft.complaints,
      confidenceBelow: draft.unsure ? (draft.confidencePercent ?? 0) / 100 : null,
      disagreement: draft.disagreement,
      outside: draft.outside,
      random: draft.random ? { share: (draft.sharePercent ?? 0) / 100, by: stratificationOf(draft) } : null,
    },
    reviewsWanted: draft.reviewsWanted ?? 0,
    isBlind: draft.isBlind,
    tolerance: draft.tolerance ?? 0,
    instructions: draft.instructions,
    lockMinutes: draft.lockMinutes ?? 0,
    goldShare: (draft.goldPercent ?? 0) / 100,
    scale: draft.scale === 'model' ? null : draft.scale,
    classOrder: draft.scale === 'ordinal' ? linesOf(draft.classOrder) : [],
  };
}
