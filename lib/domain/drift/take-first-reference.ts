import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { isAppError, nothingIfGone } from '@/lib/platform/errors';
import { findReference } from '../datasets';
import { listTrafficDays } from '../predictions';
import { getServedVersion } from '../registry';
import { takeReference } from './take-reference';

/** Fewer rows say too little of what a column looks like. */
const FEWEST_FIRST_ROWS = 1000;
const LOOK_AGAIN_MS = 60_000;

export const FirstReferencePayload = z.object({ modelId: z.uuid(), number: z.int() });

/**
 * Makes the first rows of a version without a file its reference once there are a thousand, so that drift is told without anybody doing
 * anything. A version that has a reference by then, or is gone, is left alone. Throws what `notYet` makes while there are too few rows.
 */
export async function takeFirstReference(
  ctx: Ctx,
  { modelId, number }: z.infer<typeof FirstReferencePayload>,
  notYet: (waitMs: number) => Error,
): Promise<void> {
  const found = await getServedVersion(ctx, { model: modelId, number, permission: 'drift.view' }).catch(nothingIfGone);
  if (!found || (await findReference(ctx, modelId, number))) return;
  const { projectId } = found.model;
  const toMs = ctx.now().getTime();
  const days = await listTrafficDays(ctx, { projectId, modelId, versionNumber: number, fromMs: 0, toMs });
  const first = days[0];
  if (!first || days.reduce((sum, { rows }) => sum + rows, 0) < FEWEST_FIRST_ROWS) throw notYet(LOOK_AGAIN_MS);
  const window = { from: new Date(first.dayMs).toISOString(), to: new Date(toMs).toISOString() };
  await takeReference(ctx, { model: modelId, version: number, ...window }).catch((error: unknown) => {
    // Of a service that is still being learnt, rows have no columns yet.
    throw isAppError(error) && error.reason === 'no_rows' ? notYet(LOOK_AGAIN_MS) : error;
  });
}
