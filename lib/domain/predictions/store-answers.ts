import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor, uuid7Time } from '@/lib/platform/uuid7';
import type { RowContext } from '@/lib/pure/protocols/context';
import { Prisma } from '@/prisma/generated/client';
import { decodeTensors, type LoggedTensor } from '../serving';
import { ownDaysOf } from './drain-batch';
import { TRAFFIC_ORIGINS } from './store-rollups';

const HOUR_MS = 3_600_000;

export interface LoggedAnswer {
  id: string;
  /** Of a shadow's answer: the call that it was computed beside. */
  shadowOf: string | null;
  modelId: string;
  versionNumber: number;
  route: string;
  /** False for what a scientist tried. */
  isTraffic: boolean;
  receivedAt: Date;
  rows: number;
  /** Microseconds that the version computed; 0 where nobody measured it. */
  runUs: number;
  outcomes: string[];
  /** The answer settings that settled it; null where the file's own answer stands. */
  settingsNumber: number | null;
  /** Rows that were too close to call. */
  abstained: number[];
  inputs: Record<string, LoggedTensor>;
  outputs: Record<string, LoggedTensor>;
  /** What callers said about each row; null where they said nothing. */
  contexts: RowContext[] | null;
  /** The UTC day that each row names; null for rows that name none. Empty where no row does. */
  ownDays: (number | null)[];
}

type AnswerRow = Omit<LoggedAnswer, 'isTraffic' | 'inputs' | 'outputs' | 'contexts' | 'ownDays' | 'abstained'> & {
  abstained: number[] | null;
  origin: string;
  tensors: Uint8Array;
  context: RowContext[] | null;
};

const COLUMNS = Prisma.sql`id, shadow_of as "shadowOf", model_id as "modelId", version_number as "versionNumber", route, origin,
  received_at as "receivedAt", rows, run_us as "runUs", outcomes, settings_number as "settingsNumber", abstained, tensors, context`;

/** What was answered to some calls of a project, and what shadows said beside: those were logged within the hour. */
export async function listAnswers(ctx: Ctx, projectId: string, ids: readonly string[]): Promise<LoggedAnswer[]> {
  if (ids.length === 0) return [];
  const times = ids.map(uuid7Time);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  // The ends are for the planner: it needs to open the partitions of these days only.
  const found = await ctx.db.$queryRaw<AnswerRow[]>`
    select ${COLUMNS} from predictions where project_id = ${projectId}::uuid and id = any(${[...ids]}::uuid[])
      and id >= ${uuid7Floor(first)}::uuid and id < ${uuid7Floor(last + 1)}::uuid
    union all
    select ${COLUMNS} from predictions where project_id = ${projectId}::uuid and shadow_of = any(${[...ids]}::uuid[])
      and id >= ${uuid7Floor(first)}::uuid and id < ${uuid7Floor(last + HOUR_MS)}::uuid`;
  return found.map(toAnswer);
}

const toAnswer = ({ tensors, origin, context, abstained, ...row }: AnswerRow): LoggedAnswer => ({
  ...row,
  abstained: abstained ?? [],
  isTraffic: TRAFFIC_ORIGINS.some((known) => known === origin),
  ...decodeTensors(tensors),
  contexts: context,
  ownDays: context ? ownDaysOf(context, row.receivedAt.getTime()) : [],
});

/**
 * What a model answered to calls with ids from `from` up to `before`, oldest first, `limit` calls at most, and what shadows said beside. With
 * `limit` calls there may be more.
 */
export async function listAnswersAfter(
  ctx: Ctx,
  of: { projectId: string; modelId: string; from: string; before: string; limit: number },
): Promise<LoggedAnswer[]> {
  const found = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from predictions where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid
      and id >= ${of.from}::uuid and id < ${of.before}::uuid and shadow_of is null
    order by id limit ${of.limit}`;
  const answers = await listAnswers(
    ctx,
    of.projectId,
    found.map(({ id }) => id),
  );
  return answers.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const DAY_MS = 86_400_000;
/** The last 32 bits of an id are random: as a part of all their values. */
const RANDOM_PART = Prisma.sql`('x' || right(id::text, 8))::bit(32)::bigint / 4294967296.0`;

/**
 * Ids of about `share` of the calls that a version answered callers on a UTC day of the log, and of `limit` at most, in order. The random
 * part of an id decides, so that the same calls are found whenever it is asked, and a larger share contains a smaller one.
 */
export async function sampleCalls(
  ctx: Ctx,
  of: { projectId: string; modelId: string; versionNumber: number; dayMs: number; share: number; limit: number },
): Promise<string[]> {
  // Ids first: whole rows are read of the chosen calls only.
  const found = await ctx.db.$queryRaw<{ id: string }[]>`
    select p.id from (
      select id from predictions where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid
        and id >= ${uuid7Floor(of.dayMs)}::uuid and id < ${uuid7Floor(of.dayMs + DAY_MS)}::uuid
        and ${RANDOM_PART} < ${of.share}::float8
      order by ${RANDOM_PART}, id limit ${of.limit}
    ) chosen join predictions p on p.id = chosen.id
      and p.id >= ${uuid7Floor(of.dayMs)}::uuid and p.id < ${uuid7Floor(of.dayMs + DAY_MS)}::uuid
    where p.version_number = ${of.versionNumber} and p.shadow_of is null and p.origin in (${Prisma.join([...TRAFFIC_ORIGINS])})
    order by p.id`;
  return found.map(({ id }) => id);
}

const CALLS_LOOKED_AT = 500;

/** Names that the newest calls of a model have in their contexts, in alphabetical order. */
export async function listContextNames(ctx: Ctx, of: { projectId: string; modelId: string }): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ name: string }[]>`
    select distinct names.name from (
      select context from predictions where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid
      order by id desc limit ${CALLS_LOOKED_AT}
    ) calls
    cross join lateral jsonb_array_elements(case when jsonb_typeof(calls.context) = 'array' then calls.context else '[]' end) as of_row(said)
    cross join lateral jsonb_object_keys(case when jsonb_typeof(of_row.said) = 'object' then of_row.said else '{}' end) as names(name)
    order by names.name`;
  return rows.map(({ name }) => name);
}
