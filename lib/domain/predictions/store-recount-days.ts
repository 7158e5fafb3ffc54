import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Db } from '@/lib/platform/db';
import { uuid7Floor } from '@/lib/platform/uuid7';
import type { RowContext } from '@/lib/pure/protocols/context';
import { Prisma } from '@/prisma/generated/client';
import { decodeTensors, type ErrorRecord, type PredictionRecord, type SpoolRecord } from '../serving';
import { DAY_MS, HOUR_MS, TRAFFIC_DAY } from './rollup-grain';
import { countByAge } from './store-buckets';
import { sqlOf } from './store-ingest';
import { RECOUNT_SPOOL, RECOUNTED_DAYS_SPOOL } from './store-rollups';

const CALLS_A_READ = 1000;
/** A row's id is of the time it was made, its day of the time its call came in: a long call may cross midnight in between. */
const APART_MS = HOUR_MS;

export interface DayOfModel {
  projectId: string;
  modelId: string;
  dayMs: number;
}

/** What rollups and log hold of a day. */
export interface DayFacts {
  counted: { calls: number; errors: number };
  logged: { calls: number; errors: number };
  /** Calls whose inputs were too large to be kept. */
  truncated: number;
  /** Errors of before their origin was kept. */
  withoutOrigin: number;
}

const ofLog = ({ projectId, modelId, dayMs }: DayOfModel) => Prisma.sql`
  project_id = ${projectId}::uuid and model_id = ${modelId}::uuid
  and id >= ${uuid7Floor(dayMs - APART_MS)}::uuid and id < ${uuid7Floor(dayMs + DAY_MS + APART_MS)}::uuid
  and received_at >= ${new Date(dayMs)} and received_at < ${new Date(dayMs + DAY_MS)}`;
/** Days of the rows' own time stay, and so do counts over a reference that was made later. */
const ofRollups = ({ modelId, dayMs }: DayOfModel) => Prisma.sql`
  model_id = ${modelId}::uuid and at >= ${new Date(dayMs)} and at < ${new Date(dayMs + DAY_MS)}
  and grain in ('minute', 'hour', 'day', ${TRAFFIC_DAY}) and spool <> ${RECOUNT_SPOOL}::uuid`;

/** In the caller's transaction, whose snapshot is what the recount counts. */
export async function readDayFacts(db: Db, of: DayOfModel): Promise<DayFacts> {
  const [counted] = await db.$queryRaw<{ calls: number; errors: number }[]>`
    select coalesce(sum(calls), 0)::int as calls,
      coalesce(sum((select sum(value::int) from jsonb_each_text(errors))), 0)::int as errors
    from prediction_rollups where ${ofRollups(of)} and grain <> ${TRAFFIC_DAY}`;
  const [calls] = await db.$queryRaw<{ calls: number; truncated: number }[]>`
    select count(*)::int as calls, (count(*) filter (where truncated))::int as truncated from predictions where ${ofLog(of)}`;
  const [errors] = await db.$queryRaw<{ errors: number; withoutOrigin: number }[]>`
    select count(*)::int as errors, (count(*) filter (where origin is null))::int as "withoutOrigin"
    from prediction_errors where ${ofLog(of)} and version_number is not null`;
  return {
    counted: { calls: counted?.calls ?? 0, errors: counted?.errors ?? 0 },
    logged: { calls: calls?.calls ?? 0, errors: errors?.errors ?? 0 },
    truncated: calls?.truncated ?? 0,
    withoutOrigin: errors?.withoutOrigin ?? 0,
  };
}

/** Replaces all that was counted of a day by what the log holds of it, in the caller's transaction. */
export async function replaceDay(tx: Ctx, of: DayOfModel): Promise<void> {
  await tx.db.$executeRaw`delete from prediction_rollups where ${ofRollups(of)}`;
  const counting = countByAge(sqlOf(tx.db), { spool: RECOUNTED_DAYS_SPOOL, skipOwnDays: true }, tx.now().getTime());
  for await (const records of readCalls(tx.db, of)) await counting.add(records);
  for await (const records of readErrors(tx.db, of)) await counting.add(records);
  await counting.save();
}

interface CallRow {
  id: string;
  versionNumber: number;
  receivedAt: Date;
  rows: number;
  route: PredictionRecord['route'];
  origin: PredictionRecord['origin'];
  protocol: PredictionRecord['protocol'];
  caller: string | null;
  latencyUs: number | null;
  queueUs: number;
  runUs: number;
  outcomes: string[];
  tensors: Uint8Array;
  context: RowContext[] | null;
  shadowOf: string | null;
  agreeing: number | null;
  arrivedAt: Date | null;
}

async function* readCalls(db: Db, of: DayOfModel): AsyncGenerator<SpoolRecord[]> {
  let after = Prisma.empty;
  for (;;) {
    const rows: CallRow[] = await db.$queryRaw`
      select id, version_number as "versionNumber", received_at as "receivedAt", rows, route, origin, protocol, caller_id as caller,
        latency_us as "latencyUs", queue_us as "queueUs", run_us as "runUs", outcomes, tensors, context, shadow_of as "shadowOf",
        agreeing, arrived_at as "arrivedAt"
      from predictions where ${ofLog(of)} ${after} order by id limit ${CALLS_A_READ}`;
    if (rows.length > 0) yield rows.map((row) => toRecord(of, row));
    const last = rows.at(-1);
    if (!last || rows.length < CALLS_A_READ) return;
    after = Prisma.sql`and id > ${last.id}::uuid`;
  }
}

function toRecord(of: DayOfModel, row: CallRow): PredictionRecord {
  const tensors = Buffer.from(row.tensors);
  return {
    k: 'p',
    id: row.id,
    p: of.projectId,
    m: of.modelId,
    n: row.versionNumber,
    t: row.receivedAt.getTime(),
    rows: row.rows,
    route: row.route,
    origin: row.origin,
    protocol: row.protocol,
    caller: row.caller,
    req: null,
    lat: row.latencyUs,
    q: row.queueUs,
    run: row.runUs,
    o: row.outcomes,
    ...decodeTensors(tensors),
    tensors,
    ctx: row.context,
    idem: null,
    ...(row.shadowOf === null ? {} : { of: { id: row.shadowOf, agreeing: row.agreeing ?? 0 } }),
    ...(row.arrivedAt === null ? {} : { sent: row.arrivedAt.getTime() }),
  };
}

type ErrorRow = Pick<ErrorRecord, 'id' | 'n' | 'status' | 'caller' | 'route' | 'origin' | 'lat'> & { receivedAt: Date };

async function* readErrors(db: Db, of: DayOfModel): AsyncGenerator<SpoolRecord[]> {
  let after = Prisma.empty;
  for (;;) {
    const rows: ErrorRow[] = await db.$queryRaw`
      select id, version_number as n, status, caller, route, coalesce(origin, 'api') as origin, latency_us as lat, received_at as "receivedAt"
      from prediction_errors where ${ofLog(of)} ${after} order by id limit ${CALLS_A_READ}`;
    if (rows.length > 0)
      yield rows.map(
        ({ receivedAt, ...row }): ErrorRecord => ({
          ...row,
          k: 'e',
          p: of.projectId,
          m: of.modelId,
          t: receivedAt.getTime(),
          code: '',
          message: '',
          protocol: 'api',
          req: null,
        }),
      );
    const last = rows.at(-1);
    if (!last || rows.length < CALLS_A_READ) return;
    after = Prisma.sql`and id > ${last.id}::uuid`;
  }
}
