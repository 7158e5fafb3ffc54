import { AppError } from '@/lib/platform/errors';
import type { Feedback } from './schema';
import { type StoredFeedback, toFeedback } from './store-said';

/** The feedback as it stands; throws 409 that says what was decided where a review has settled its row. */
export function refuseSettled(row: StoredFeedback): Feedback {
  const feedback = toFeedback(row);
  const { outcome } = feedback;
  if (!outcome) return feedback;
  const { decision, value, settledAt } = outcome;
  const said = decision === 'label' ? `it is "${value ?? ''}"` : SAID[decision];
  throw new AppError(
    'conflict',
    `A review has settled this row on ${settledAt.slice(0, 10)}: ${said}. What you said stays as it is.`,
    { reason: 'settled', details: { decision, value, settledAt } },
  );
}

const SAID = { 'cannot-tell': 'nobody can tell', 'inputs-wrong': 'its inputs were wrong' } as const;
