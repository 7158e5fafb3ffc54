import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { isKeptTime, OUTSIDE, versionOf } from '@/lib/pure/ingest/check-row';
import type { EventHalf } from '@/lib/pure/ingest/cloud-event';
import { IngestFault } from '@/lib/pure/ingest/ingest-fault';
import { ROW_NAMES, type SentCall } from '@/lib/pure/ingest/sent-row';
import { readSentTime } from '@/lib/pure/ingest/sent-time';
import { ensureDays, tryHoldIngest } from '../predictions';
import { getModel, tellGateway } from '../registry';
import { keepCalls } from './keep-calls';
import { joinHalves, readEvents } from './read-events';
import { type Reading, readSent } from './read-sent';
import { type IngestQuery, type IngestReply, MAX_INGEST_ROWS } from './schema';
import { formOf, type SentBody, toSentError } from './sent-body';
import { SentVersions } from './sent-versions';
import { findIngested, keepHalf, sweepHalves, takeHalf } from './store';
import { type CheckedCall, checkCall } from './to-record';

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
  const versions = await SentVersions.read(ctx, model);
  const { columns, reading: answers } = versions.targetOf(null).shape;
  const nowMs = ctx.now().getTime();
  const check: Check = async (call) => {
    const [first] = call.rows;
    const version = (first && versionOf(first)) ?? input.asVersion ?? null;
    await versions.learn(ctx, version);
    const { shape } = versions.targetOf(version);
    return checkCall(call, version, shape, { nowMs, ignoresUnknown: input.unknown === 'ignore' });
  };
  const reading: Reading = {
    names: namesOf(input, new Set(columns.map(({ name }) => name))),
    shape: {
      columns: columns.map(({ name }) => name),
      classes: answers.task === 'classification' ? answers.classes : [],
    },
  };
  const form = formOf(input.body);
  try {
    const reply = form.startsWith('event')
      ? await ingestEvents(ctx, versions, readEvents(input.body, form), reading, check)
      : await ingestRows(ctx, versions, () => checked(readSent(input.body, form, reading), check));
    if (reply.registered.length > 0) await tellGateway(ctx, { projectId: model.projectId });
    return reply;
  } catch (error) {
    throw toSentError(error);
  }
}

type Check = (call: SentCall) => Promise<CheckedCall>;

/** Names that came after models could have such columns mean the column, unless the caller says otherwise. */
function namesOf(query: IngestQuery, columns: ReadonlySet<string>): Reading['names'] {
  const unlessColumn = (name: string) => (columns.has(name) ? null : name);
  return {
    id: query.id ?? ROW_NAMES.id,
    time: query.time ?? ROW_NAMES.time,
    prediction: query.prediction ?? ROW_NAMES.prediction,
    score: query.score ?? ROW_NAMES.score,
    label: query.label ?? ROW_NAMES.label,
    latencyMs: query.latencyMs ?? ROW_NAMES.latencyMs,
    version: query.version ?? unlessColumn('version'),
    error: query.error ?? unlessColumn('error'),
    status: query.status ?? unlessColumn('status'),
  };
}

async function* checked(calls: AsyncIterable<SentCall>, check: Check) {
  for await (const call of calls) yield await check(call);
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
  versions: SentVersions,
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
    versions.note(ctx, call);
    const { timeMs } = call.rows[0] ?? {};
    if (timeMs !== null && timeMs !== undefined) days.add(dayOf(timeMs));
  }
  if (rows === 0) throw new IngestFault('The body', null, 'it has no rows');
  await ensureDays(ctx, days);
  return inTransaction(
    ctx,
    async (tx) => {
      await waitForTurn(tx, versions.modelId);
      await versions.takeRules(tx);
      const registered = await versions.register(tx);
      const counts = await keepCalls(tx, versions, read());
      if (counts.labels > 0)
        await audit(tx, {
          action: 'label.write',
          object: 'labels',
          projectId: versions.projectId,
          after: { stored: counts.labels },
        });
      return { ...counts, waiting: 0, registered };
    },
    TRANSACTION,
  );
}

/** Each event finds the other side of its call, or waits for it. */
async function ingestEvents(
  ctx: Ctx,
  versions: SentVersions,
  events: readonly EventHalf[],
  { shape }: Reading,
  check: Check,
): Promise<IngestReply> {
  const timed = events.map((event) => ({ ...event, atMs: timeOf(event, ctx.now().getTime()) }));
  // Before its partner is known: the moment of the request counts, which may be the partner's.
  await ensureDays(ctx, new Set(timed.map(({ atMs }) => dayOf(atMs))));
  return inTransaction(
    ctx,
    async (tx) => {
      await waitForTurn(tx, versions.modelId);
      await versions.takeRules(tx);
      await sweepHalves(tx, versions.modelId);
      const known = await findIngested(
        tx,
        versions.modelId,
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
        const other = await takeHalf(tx, versions.modelId, event);
        if (other) {
          const call = await check(joinHalves({ ...event, time: new Date(event.atMs).toISOString() }, other, shape));
          versions.note(tx, call);
          calls.push(call);
        } else await keepHalf(tx, versions, event);
        waiting += other ? -1 : 1;
      }
      const registered = await versions.register(tx);
      const counts = await keepCalls(tx, versions, each(calls));
      return { ...counts, repeated: counts.repeated + repeated, waiting: Math.max(0, waiting), registered };
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
