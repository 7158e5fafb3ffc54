import type { Queue, QueueContent } from '@/lib/domain/review/schema';

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
  reviewsWanted: number | null;
  isBlind: boolean;
  tolerance: number | null;
  instructions: string;
  lockMinutes: number | null;
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
  reviewsWanted: 1,
  isBlind: true,
  tolerance: 0,
  instructions: '',
  lockMinutes: 15,
});

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
    reviewsWanted: queue.reviewsWanted,
    isBlind: queue.isBlind,
    tolerance: queue.tolerance,
    instructions: queue.instructions,
    lockMinutes: queue.lockMinutes,
  };
}

/** What the form says, as the API takes it; shares that values have of their own stay as they were. */
export function contentOf(draft: QueueDraft, before: Queue | null): QueueContent {
  return {
    name: draft.name.trim(),
    rules: {
      complaints: draft.complaints,
      confidenceBelow: draft.unsure ? (draft.confidencePercent ?? 0) / 100 : null,
      disagreement: draft.disagreement,
      outside: draft.outside,
      random: draft.random ? { share: (draft.sharePercent ?? 0) / 100, by: before?.rules.random?.by ?? null } : null,
    },
    reviewsWanted: draft.reviewsWanted ?? 0,
    isBlind: draft.isBlind,
    tolerance: draft.tolerance ?? 0,
    instructions: draft.instructions,
    lockMinutes: draft.lockMinutes ?? 0,
  };
}
