import type { Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { isAllowed } from '../people';
import { parseRowId } from '../predictions';
import type { RowFeedback } from './schema';
import { findPredictionRow } from './store';
import { readRowFeedback } from './store-said';

/** What is said of a row, and what was said before and was changed or withdrawn since. For whoever sees the row. */
export async function getRowFeedback(ctx: Ctx, input: { id: string }): Promise<RowFeedback> {
  const at = parseRowId(input.id);
  const prediction = at && (await findPredictionRow(ctx, at.predictionId));
  const { actor } = ctx;
  const isOwn = 'id' in actor && prediction?.caller === actor.id;
  if (
    !at ||
    !prediction ||
    at.row >= prediction.rows ||
    !isAllowed(actor, isOwn ? 'prediction.view-own' : 'prediction.view', prediction.projectId)
  )
    throw notFound('prediction', input.id.slice(0, 64));
  return readRowFeedback(ctx, { projectId: prediction.projectId, ...at });
}
