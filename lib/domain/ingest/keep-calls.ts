import type { Ctx } from '@/lib/platform/context';
import { IngestFault } from '@/lib/pure/ingest/ingest-fault';
import { keepLabels, type LabelRow } from '../feedback';
import { storeIngested } from '../predictions';
import type { ErrorRecord, PredictionRecord } from '../serving';
import type { IngestReply } from './schema';
import type { SentVersions } from './sent-versions';
import { findIngested, insertIngested } from './store';
import { type CheckedCall, toErrorRecord, toRecord } from './to-record';

const CALLS_AT_ONCE = 1000;
const LABELS_AT_ONCE = 5000;

/**
 * Stores checked calls with their labels, in the caller's transaction, which holds the model's lock. A call whose id is known is not
 * stored again, and its labels are written all the same: so the truth may come later, with the same id.
 */
export async function keepCalls(
  tx: Ctx,
  versions: SentVersions,
  calls: AsyncIterable<CheckedCall>,
): Promise<Omit<IngestReply, 'waiting' | 'registered'>> {
  const storing = storeIngested(tx);
  const sent = {
    atMs: tx.now().getTime(),
    caller: 'id' in tx.actor ? tx.actor.id : null,
    requestId: tx.requestId,
  };
  const counts = { rows: 0, stored: 0, failed: 0, repeated: 0, labelOnly: 0, labels: 0 };
  const labels = new Map<string, LabelRow>();
  const label = (predictionId: string, { rows }: CheckedCall) => {
    for (const [row, { label: value }] of rows.entries())
      if (value !== null)
        labels.set(`${predictionId}.${row}`, {
          predictionId,
          row,
          value,
          source: 'automatic',
          inclusionProbability: 1,
          observedAt: new Date(sent.atMs),
        });
  };
  for await (const part of inParts(calls)) {
    const ids = part.flatMap(({ id }) => id ?? []);
    const known = await findIngested(tx, versions.modelId, ids);
    const records: (PredictionRecord | ErrorRecord)[] = [];
    const fresh: { id: string; predictionId: string }[] = [];
    for (const call of part) {
      counts.rows += call.rows.length;
      const there = call.id === null ? undefined : known.get(call.id);
      const isLabelOnly = call.rows.some(({ outcome, failure }) => outcome === null && failure === null);
      if (there !== undefined) {
        counts[isLabelOnly ? 'labelOnly' : 'repeated'] += call.rows.length;
        label(there, call);
        continue;
      }
      if (isLabelOnly)
        throw new IngestFault(
          call.rows[0]?.place ?? '',
          'prediction',
          'it is missing, and no row with this id was sent before',
        );
      const target = versions.targetOf(call.version);
      const failure = toErrorRecord(target, call, sent);
      if (failure) counts.failed += 1;
      const record = failure ?? toRecord(target, call, sent);
      records.push(record);
      counts.stored += call.rows.length;
      label(record.id, call);
      if (call.id === null) continue;
      known.set(call.id, record.id);
      fresh.push({ id: call.id, predictionId: record.id });
    }
    await insertIngested(tx, versions, fresh);
    await storing.add(records);
  }
  await storing.save();
  const all = [...labels.values()];
  for (let from = 0; from < all.length; from += LABELS_AT_ONCE)
    await keepLabels(tx, versions.projectId, all.slice(from, from + LABELS_AT_ONCE));
  return { ...counts, labels: all.length };
}

async function* inParts(calls: AsyncIterable<CheckedCall>): AsyncGenerator<CheckedCall[]> {
  let part: CheckedCall[] = [];
  for await (const call of calls) {
    part.push(call);
    if (part.length < CALLS_AT_ONCE) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
