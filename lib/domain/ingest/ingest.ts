import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { requiredEnv } from '@/lib/platform/env';
import { AppError } from '@/lib/platform/errors';
import { isKeptTime, OUTSIDE } from '@/lib/pure/ingest/check-row';
import type { EventHalf } from '@/lib/pure/ingest/cloud-event';
import { IngestFault } from '@/lib/pure/ingest/ingest-fault';
import { ROW_NAMES, type SentCall } from '@/lib/pure/ingest/sent-row';
import { readSentTime } from '@/lib/pure/ingest/sent-time';
import { ensureDays, tryHoldIngest } from '../predictions';
import { getModel, getServedVersion } from '../registry';
import { keepCalls } from './keep-calls';
import { joinHalves, readEvents } from './read-events';
import { type Reading, readSent } from './read-sent';
import { type IngestQuery, type IngestReply, MAX_INGEST_ROWS } from './schema';
import { formOf, type SentBody, toSentError } from './sent-body';
import { findIngested, keepHalf, sweepHalves, takeHalf } from './store';
import { type CheckedCall, checkCall, type IngestTarget, personalColumns } from './to-record';

/**
 * Takes predictions that another server made. All rows are checked before any is stored, and are stored in one transaction with their
 * counts and labels. Throws 409 for a model that is served here, 413, 415, and 422 that names line and field.
 */
export async function ingest(ctx: Ctx, input: IngestQuery & { body: SentBody }): Promise<IngestReply> {
  const model = await getModel(ctx, { model: input.model, permission: 'prediction.ingest' });
  if (!model.elsewhere)
    throw new AppError('conflict', `${model.name} is served here, and its predictions are logged as they are made.`, {
      reason: 'served_here',
    });
  const { version, overlay, served } = await getServedVersion(ctx, { model: model.id, permission: 'model.view' });
  const shape = {
    columns: served.inputs.map(({ name, datatype }) => ({ name, isNumber: datatype !== 'BYTES' })),
    reading: served.reading,
  };
  const target: IngestTarget = {
    projectId: model.projectId,
    modelId: model.id,
    number: version.number,
    shape,
    signature: served,
    personal: personalColumns(overlay),
    secret: requiredEnv('INTERNAL_SECRET'),
  };
  const nowMs = ctx.now().getTime();
  const check = (call: SentCall) => checkCall(call, shape, { nowMs, ignoresUnknown: input.unknown === 'ignore' });
  const reading: Reading = {
    names: namesOf(input),
    shape: {
      columns: shape.columns.map(({ name }) => name),
      classes: served.reading.task === 'classification' ? served.reading.classes : [],
    },
  };
  const form = formOf(input.body);
  try {
    return form.startsWith('event')
      ? await ingestEvents(ctx, target, readEvents(input.body, form), reading, check)
      : await ingestRows(ctx, target, () => checked(readSent(input.body, form, reading), check));
  } catch (error) {
    throw toSentError(error);
  }
}

const namesOf = (query: IngestQuery): Reading['names'] => ({
  id: query.id ?? ROW_NAMES.id,
  time: query.time ?? ROW_NAMES.time,
  prediction: query.prediction ?? ROW_NAMES.prediction,
  score: query.score ?? ROW_NAMES.score,
  label: query.label ?? ROW_NAMES.label,
  latencyMs: query.latencyMs ?? ROW_NAMES.latencyMs,
});

async function* checked(calls: AsyncIterable<SentCall>, check: (call: SentCall) => CheckedCall) {
  for await (const call of calls) yield check(call);
}

const TRANSACTION = { timeoutMs: 120_000 };
const TURNS = 50;
const TURN_MS = 200;

/** Rows of one model are stored by one call at a time. Throws 503 after ten seconds. */
async function waitForTurn(tx: Ctx, modelId: string): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) {
    if (await tryHoldIngest(tx, modelId)) return;
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }
  throw new AppError('unavailable', 'Another call stores rows of this model. Send these again in a moment.', {
    retryAfter: 5,
  });
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

async function ingestRows(
  ctx: Ctx,
  target: IngestTarget,
  read: () => AsyncIterable<CheckedCall>,
): Promise<IngestReply> {
  const nowMs = ctx.now().getTime();
  // Rows without a time are of the moment in which they are stored, which may be after midnight.
  const days = new Set([dayOf(nowMs), dayOf(nowMs + 60_000)]);
  let rows = 0;
  for await (const call of read()) {
    rows += call.rows.length;
    if (rows > MAX_INGEST_ROWS)
      throw new AppError(
        'too_large',
        `A call takes ${MAX_INGEST_ROWS.toLocaleString('en')} rows at most. Send them in parts.`,
      );
    const { timeMs } = call.rows[0] ?? {};
    if (timeMs !== null && timeMs !== undefined) days.add(dayOf(timeMs));
  }
  if (rows === 0) throw new IngestFault('The body', null, 'it has no rows');
  await ensureDays(ctx, days);
  return inTransaction(
    ctx,
    async (tx) => {
      await waitForTurn(tx, target.modelId);
      const counts = await keepCalls(tx, target, read());
      if (counts.labels > 0)
        await audit(tx, {
          action: 'label.write',
          object: 'labels',
          projectId: target.projectId,
          after: { stored: counts.labels },
        });
      return { ...counts, waiting: 0 };
    },
    TRANSACTION,
  );
}

/** Each event finds the other side of its call, or waits for it. */
async function ingestEvents(
  ctx: Ctx,
  target: IngestTarget,
  events: readonly EventHalf[],
  { shape }: Reading,
  check: (call: SentCall) => CheckedCall,
): Promise<IngestReply> {
  const timed = events.map((event) => ({ ...event, atMs: timeOf(event, ctx.now().getTime()) }));
  // Before its partner is known: the moment of the request counts, which may be the partner's.
  await ensureDays(ctx, new Set(timed.map(({ atMs }) => dayOf(atMs))));
  return inTransaction(
    ctx,
    async (tx) => {
      await waitForTurn(tx, target.modelId);
      await sweepHalves(tx, target.modelId);
      const known = await findIngested(
        tx,
        target.modelId,
        events.map(({ id }) => id),
      );
      const calls: CheckedCall[] = [];
      let waiting = 0;
      let repeated = 0;
      for (const event of timed) {
        if (known.has(event.id)) {
          repeated += 1;
          continue;
        }
        const other = await takeHalf(tx, target.modelId, event);
        if (other) calls.push(check(joinHalves({ ...event, time: new Date(event.atMs).toISOString() }, other, shape)));
        else await keepHalf(tx, target, event);
        waiting += other ? -1 : 1;
      }
      const counts = await keepCalls(tx, target, each(calls));
      return { ...counts, repeated: counts.repeated + repeated, waiting: Math.max(0, waiting) };
    },
    TRANSACTION,
  );
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function timeOf(event: EventHalf, nowMs: number): number {
  if (event.time === null) return nowMs;
  const ms = readSentTime(event.time);
  if (ms === null) throw new IngestFault(event.place, 'time', 'it is no time');
  if (!isKeptTime(ms, nowMs)) throw new IngestFault(event.place, 'time', OUTSIDE);
  return ms;
}
