import type { Ctx } from '@/lib/platform/context';
import { AppError, nothingIfGone } from '@/lib/platform/errors';
import { getServedVersion } from '../registry';
import { expectedOf } from './check-expected';
import { checkFields } from './check-fields';
import { checkScores } from './check-scores';
import { judgedFields } from './judged-fields';
import type { NewFeedback } from './schema';
import type { Said } from './store-said';
import { listScoreRows } from './store-scores';

/** What feedback is held against; `served` is null where the version is gone or the call is not in the log yet. */
export interface Checks {
  served: Awaited<ReturnType<typeof getServedVersion>> | null;
  scores: Awaited<ReturnType<typeof listScoreRows>>;
}

export async function readChecks(
  ctx: Ctx,
  of: { projectId: string; prediction: { modelId: string; versionNumber: number } | null },
): Promise<Checks> {
  const { projectId, prediction } = of;
  const [served, scores] = await Promise.all([
    prediction &&
      getServedVersion(ctx, {
        model: prediction.modelId,
        number: prediction.versionNumber,
        permission: 'feedback.give',
      }).catch(nothingIfGone),
    listScoreRows(ctx, projectId),
  ]);
  return { served, scores };
}

/**
 * What a person says of a row, as it is kept. Throws 422 that names classes, fields or scores where it does not fit them; what nothing is
 * known of is taken as it is. `before` are the scores that stood: those of archived definitions stay.
 */
export function checkSaid({ served, scores }: Checks, input: NewFeedback, before: Said['scores'] = {}): Said {
  const { verdict, expected, reason = '', severity, fields = [] } = input;
  // A value of a personal field must not be kept, and nothing tells whether it is one.
  if (!served && fields.some(({ value }) => value !== undefined && value !== ''))
    throw new AppError(
      'conflict',
      'The columns of this row are not known: its call is on its way into the log, or its version was deleted. Send values of fields a little later, or leave them out.',
      { reason: 'fields_not_known' },
    );
  return {
    verdict,
    expected: expected ? (served ? expectedOf(served, 'expected', expected) : expected) : null,
    reason,
    severity: verdict === 'wrong' ? (severity ?? 'normal') : null,
    fields: served
      ? checkFields(judgedFields(served), fields)
      : fields.map(({ field, problem }) => ({ field, problem, value: null })),
    scores: checkScores(scores, input.scores ?? {}, before),
  };
}
