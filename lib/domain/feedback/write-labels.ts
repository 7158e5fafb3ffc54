import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { storableText } from '@/lib/pure/text/storable-text';
import { authorise } from '../people';
import { parseRowId } from '../predictions';
import type { NewLabel, StoredLabels } from './schema';
import { countKnownRows, deleteLabel, type LabelRow, replaceLabels } from './store';
import { markLabelDays } from './store-label-days';

/**
 * Keeps the truth about rows, also about rows that are not in the log (yet). The same prediction, row and source is written once:
 * a later value replaces the one before, within a call too.
 */
export async function writeLabels(
  ctx: Ctx,
  input: { projectId: string; labels: readonly NewLabel[] },
): Promise<StoredLabels> {
  authorise(ctx.actor, 'label.write', input.projectId);
  const rows = new Map<string, LabelRow>();
  for (const label of input.labels) {
    const at = parseRowId(label.predictionId);
    if (!at) continue;
    const source = label.source ?? 'automatic';
    rows.set(`${at.predictionId}.${at.row}/${source}`, {
      ...at,
      value: storableText(String(label.value)),
      source,
      inclusionProbability: label.inclusionProbability ?? 1,
      observedAt: label.observedAt ? new Date(label.observedAt) : ctx.now(),
    });
  }
  const labels = [...rows.values()];
  return inTransaction(ctx, async (tx) => {
    const known = await countKnownRows(tx, input.projectId, [...new Set(labels.map((label) => label.predictionId))]);
    const unknown = labels.filter((label) => label.row >= (known.get(label.predictionId) ?? 0)).length;
    const replaced = await keepLabels(tx, input.projectId, labels);
    const counts = { stored: labels.length, replaced, unknown };
    // The demo writes labels many times a minute; that it was loaded is the event.
    if (ctx.actor.kind !== 'system')
      await audit(tx, { action: 'label.write', object: 'labels', projectId: input.projectId, after: counts });
    return counts;
  });
}

/** Writes labels and marks their days, in the caller's transaction, whose verb has asked for the permission. Returns how many were replaced. */
export async function keepLabels(tx: Ctx, projectId: string, labels: readonly LabelRow[]): Promise<number> {
  const replaced = await replaceLabels(tx, projectId, labels, actorName(tx.actor));
  await markLabelDays(
    tx,
    projectId,
    labels.map((label) => label.predictionId),
  );
  return replaced;
}

/** Takes one label away and marks its day, in the caller's transaction, whose verb has asked for the permission. */
export async function dropLabel(
  tx: Ctx,
  projectId: string,
  of: Pick<LabelRow, 'predictionId' | 'row' | 'source'>,
): Promise<void> {
  await deleteLabel(tx, { projectId, ...of });
  await markLabelDays(tx, projectId, [of.predictionId]);
}
