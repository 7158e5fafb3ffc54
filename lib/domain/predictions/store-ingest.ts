import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Db } from '@/lib/platform/db';
import type { ErrorRecord, PredictionRecord } from '../serving';
import { ERROR_COLUMNS, PREDICTION_COLUMNS, toErrorRow, toPredictionRow } from './drain-batch';
import { countByAge, type Sql } from './store-buckets';
import { noteEntities } from './store-entities';
import { INGEST_SPOOL } from './store-rollups';

const TYPES = {
  uuid: ['id', 'project_id', 'model_id', 'caller_id', 'shadow_of'],
  int: ['version_number', 'rows', 'latency_us', 'queue_us', 'run_us', 'agreeing', 'status', 'settings_number'],
  'int[]': ['abstained'],
  timestamptz: ['received_at', 'arrived_at'],
  bytea: ['tensors'],
  json: ['outcomes'],
  jsonb: ['context'],
  boolean: ['truncated'],
};
const typeOf = (column: string) => Object.entries(TYPES).find(([, columns]) => columns.includes(column))?.[0] ?? 'text';

const insertInto = (table: string, columns: string) =>
  `insert into ${table} (${columns}) select ${columns
    .split(', ')
    .map((column, i) => `(r ->> ${i})::${typeOf(column)}`)
    .join(', ')} from json_array_elements($1::json) r`;
const INSERT = insertInto('predictions', PREDICTION_COLUMNS);
const INSERT_ERRORS = insertInto('prediction_errors', ERROR_COLUMNS);

/** A transaction of Prisma's as counting takes it. */
export const sqlOf = (db: Db): Sql => ({
  query: async <R>(text: string, values: readonly unknown[] = []) => ({
    rows: await db.$queryRawUnsafe<R[]>(text, ...values),
  }),
});

/** Makes the partitions of some UTC days. In transactions of their own: a long one that makes them would stop everybody else. */
export async function ensureDays(ctx: Ctx, days: Iterable<string>): Promise<void> {
  for (const day of days) await ctx.db.$executeRaw`select ensure_prediction_partition(${day}::date)`;
}

/**
 * Stores calls that were answered elsewhere and counts them, in the caller's transaction, which holds the model's lock. Old calls are
 * counted in the grain that their age has, so that a year of them is a few hundred buckets.
 */
export function storeIngested(tx: Ctx) {
  const sql = sqlOf(tx.db);
  const entityModels = new Set<string>();
  const counting = countByAge(sql, { spool: INGEST_SPOOL }, tx.now().getTime());
  return {
    async add(records: readonly (PredictionRecord | ErrorRecord)[]): Promise<void> {
      const answered = records.filter((record): record is PredictionRecord => record.k === 'p');
      const failed = records.filter((record): record is ErrorRecord => record.k === 'e');
      if (answered.length > 0) {
        await sql.query(INSERT, [JSON.stringify(answered.map(toPredictionRow))]);
        await noteEntities(sql, answered, entityModels);
      }
      if (failed.length > 0) await sql.query(INSERT_ERRORS, [JSON.stringify(failed.map(toErrorRow))]);
      if (records.length === 0) return;
      await counting.add(records);
    },
    save: () => counting.save(),
  };
}
