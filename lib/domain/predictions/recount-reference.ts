import { z } from 'zod';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { findReference, firstReferenceAt } from '../datasets';
import { getServedVersion } from '../registry';
import { countedPlaces, countOwnDays, countPlace, inForceFrom, ownDaysOf } from './drain-batch';
import { columnsAt } from './reference-values';
import { emptyRollup, mergeRollup, type Rollup } from './rollup';
import { featureGrainAt, floorTo, OWN_DAY } from './rollup-grain';
import { listInputs } from './store-recount';
import { holdIngest, type RecountBucket, replaceRecount, TRAFFIC_ORIGINS } from './store-rollups';

export const RecountPayload = z.object({ modelId: z.uuid(), number: z.int(), profileId: z.uuid() });

export interface RecountTools {
  /** Seconds that the oldest acknowledged row still waits for the database, over all gateways. */
  lagSeconds: () => Promise<number>;
  /** Called when the log is not complete up to the moment the profile came into force. */
  notYet: (waitMs: number) => Error;
  report: (rows: number) => Promise<void>;
}

/**
 * Counts the rows that were logged before a reference came into force over its bins, once, and keeps the counts beside those of the
 * drainers. Begins when the log is complete up to that moment. A profile that is no longer the newest is left alone.
 */
export async function recountReference(
  ctx: Ctx,
  input: z.infer<typeof RecountPayload>,
  tools: RecountTools,
): Promise<void> {
  const reference = await findReference(ctx, input.modelId, input.number);
  if (reference?.id !== input.profileId) return;
  const untilMs = inForceFrom(new Date(reference.createdAt));
  const waitMs = untilMs - ctx.now().getTime();
  if (waitMs > 0) throw tools.notYet(waitMs);
  const lagMs = (await tools.lagSeconds()) * 1000;
  if (ctx.now().getTime() - lagMs < untilMs) throw tools.notYet(1000);
  const { model, version, overlay } = await getServedVersion(ctx, {
    model: input.modelId,
    number: input.number,
    permission: 'drift.view',
  }).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'not_found'
      ? new AppError('not_found', 'The version was deleted before its log was counted anew.')
      : error;
  });
  // Whoever began to send rows before the reference was in force is done when this returns.
  await inTransaction(ctx, (tx) => holdIngest(tx, model.id));
  const places = countedPlaces({ signature: version.signature, overlay });
  // Since the first reference drainers count rows of a day of their own, whatever the reference: only the bins are new.
  const countedFromMs = inForceFrom(await firstReferenceAt(ctx, model.id, version.number));
  const buckets = new Map<string, RecountBucket>();
  const again = new Map<string, RecountBucket>();
  const nowMs = ctx.now().getTime();
  const columns = new Map(Object.entries(reference.columns));
  let rows = 0;
  for await (const call of listInputs(ctx, {
    projectId: model.projectId,
    modelId: model.id,
    versionNumber: version.number,
    origins: [...TRAFFIC_ORIGINS],
    before: uuid7Floor(untilMs),
    sentBefore: new Date(untilMs),
  })) {
    const receivedMs = call.receivedAt.getTime();
    const bucketAt = (grain: RecountBucket['grain'], atMs: number, among = buckets): Rollup => {
      const name = `${call.route}/${call.origin}/${grain}/${atMs}`;
      const bucket = among.get(name) ?? {
        route: call.route,
        origin: call.origin,
        grain,
        atMs,
        rollup: emptyRollup(),
      };
      among.set(name, bucket);
      return bucket.rollup;
    };
    const grain = featureGrainAt(receivedMs, nowMs);
    const bucket = bucketAt(grain, floorTo(receivedMs, grain));
    for (const place of places) {
      if (columnsAt(columns, place.name).length > 0) countPlace(call, place, { id: reference.id, columns }, bucket);
    }
    const among = (call.arrivedAt ?? call.receivedAt).getTime() < countedFromMs ? buckets : again;
    if (Array.isArray(call.context))
      countOwnDays(call, ownDaysOf(call.context, receivedMs), places, { id: reference.id, columns }, (day) =>
        bucketAt(OWN_DAY, day, among),
      );
    rows += call.rows;
    if (rows % 10_000 < call.rows) await tools.report(rows);
  }
  for (const [name, bucket] of again) {
    const fresh = buckets.get(name);
    const known = onlyReference({ ...bucket.rollup, rows: 0 });
    if (fresh) mergeRollup(fresh.rollup, known);
    else buckets.set(name, { ...bucket, rollup: known });
  }
  await replaceRecount(
    ctx,
    { projectId: model.projectId, modelId: model.id, versionNumber: version.number },
    [...buckets.values()].map((bucket) =>
      bucket.grain === OWN_DAY ? bucket : { ...bucket, rollup: onlyReference(bucket.rollup) },
    ),
  );
}

/** Everything but the counts over the reference was counted by a drainer already. */
function onlyReference(rollup: Rollup): Rollup {
  for (const counts of rollup.features.values())
    Object.assign(counts, { n: 0, nulls: 0, bins: {}, texts: {}, other: 0 });
  return rollup;
}
