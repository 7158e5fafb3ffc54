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
  outcomes: string[];
  outputs: Record<string, LoggedTensor>;
  /** The UTC day that each row names; null for rows that name none. Empty where no row does. */
  ownDays: (number | null)[];
}

type AnswerRow = Omit<LoggedAnswer, 'isTraffic' | 'outputs' | 'ownDays'> & {
  origin: string;
  tensors: Uint8Array;
  context: RowContext[] | null;
};

const COLUMNS = Prisma.sql`id, shadow_of as "shadowOf", model_id as "modelId", version_number as "versionNumber", route, origin,
  received_at as "receivedAt", rows, outcomes, tensors, context`;

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
  return found.map(({ tensors, origin, context, ...row }) => ({
    ...row,
    isTraffic: TRAFFIC_ORIGINS.some((known) => known === origin),
    outputs: decodeTensors(tensors).outputs,
    ownDays: context ? ownDaysOf(context, row.receivedAt.getTime()) : [],
  }));
}
