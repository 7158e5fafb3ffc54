import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { decodeTensors, type LoggedTensor } from '../serving';
import { LoggedOutcomes, PredictionOrigin } from './schema';

const HOUR_MS = 3_600_000;

const Contexts = z.array(z.record(z.string(), z.string())).nullable();

export interface LoggedCall {
  id: string;
  projectId: string;
  modelId: string;
  versionNumber: number;
  receivedAt: Date;
  rows: number;
  route: string;
  origin: PredictionOrigin;
  protocol: string;
  caller: string | null;
  requestId: string | null;
  latencyUs: number | null;
  queueUs: number;
  runUs: number;
  outcomes: string[];
  inputs: Record<string, LoggedTensor>;
  outputs: Record<string, LoggedTensor>;
  context: Record<string, string>[] | null;
  truncated: boolean;
  settingsNumber: number | null;
  abstained: number[];
}

const toCall = ({
  tensors,
  ...row
}: {
  origin: string;
  outcomes: unknown;
  tensors: Uint8Array;
  context: unknown;
  [other: string]: unknown;
}): LoggedCall =>
  ({
    ...row,
    origin: PredictionOrigin.parse(row.origin),
    outcomes: LoggedOutcomes.parse(row.outcomes),
    ...decodeTensors(tensors),
    context: Contexts.parse(row.context),
    // The other members come typed from the generated client.
  }) as LoggedCall;

/** A call of the caller's projects, or null. */
export async function findCall(ctx: Ctx, id: string): Promise<LoggedCall | null> {
  const row = await ctx.db.prediction.findUnique({ where: { id } });
  return row && toCall(row);
}

/** What a shadow answered beside a call, or null. It was logged within the hour. */
export async function findShadow(ctx: Ctx, call: { projectId: string; id: string; receivedAt: Date }) {
  const last = uuid7Floor(call.receivedAt.getTime() + HOUR_MS);
  const row = await ctx.db.prediction.findFirst({
    where: { projectId: call.projectId, shadowOf: call.id, id: { gt: call.id, lt: last } },
    select: { id: true, versionNumber: true, outcomes: true },
  });
  return row && { ...row, outcomes: LoggedOutcomes.parse(row.outcomes) };
}

/** Several calls by id. */
export async function findCalls(ctx: Ctx, projectId: string, ids: string[]): Promise<Map<string, LoggedCall>> {
  const rows = await ctx.db.prediction.findMany({ where: { projectId, id: { in: ids } } });
  return new Map(rows.map((row) => [row.id, toCall(row)]));
}

export async function listJudgements(ctx: Ctx, at: { projectId: string; predictionId: string; row: number }) {
  return ctx.db.feedback.findMany({ where: at, orderBy: { id: 'desc' }, take: 50 });
}

export async function listRowLabels(ctx: Ctx, at: { projectId: string; predictionId: string; row: number }) {
  return ctx.db.label.findMany({ where: at, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 20 });
}
