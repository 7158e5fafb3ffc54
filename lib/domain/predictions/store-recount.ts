import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import type { StoredTensor } from '../serving';

const Inputs = z.record(
  z.string(),
  z.object({
    shape: z.array(z.int()),
    data: z.array(z.union([z.number(), z.string(), z.boolean(), z.null()])).optional(),
    sha256: z.string().optional(),
  }),
);

const CALLS_A_READ = 1000;

export interface LoggedInputs {
  receivedAt: Date;
  rows: number;
  route: string;
  origin: string;
  inputs: Record<string, StoredTensor>;
}

/** The inputs of a version's calls with ids before `before`, oldest first, read in portions. */
export async function* listInputs(
  ctx: Ctx,
  of: { projectId: string; modelId: string; versionNumber: number; origins: string[]; before: string },
): AsyncGenerator<LoggedInputs> {
  let after: string | null = null;
  for (;;) {
    const rows: { id: string; receivedAt: Date; rows: number; route: string; origin: string; inputs: unknown }[] =
      await ctx.db.prediction.findMany({
        where: {
          projectId: of.projectId,
          modelId: of.modelId,
          versionNumber: of.versionNumber,
          origin: { in: of.origins },
          id: { lt: of.before, ...(after === null ? {} : { gt: after }) },
        },
        select: { id: true, receivedAt: true, rows: true, route: true, origin: true, inputs: true },
        orderBy: { id: 'asc' },
        take: CALLS_A_READ,
      });
    for (const { inputs, ...row } of rows) yield { ...row, inputs: Inputs.parse(inputs) };
    after = rows.at(-1)?.id ?? null;
    if (rows.length < CALLS_A_READ) return;
  }
}
