import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { decodeTensors, type LoggedTensor } from '../serving';

const CALLS_A_READ = 1000;

export interface LoggedInputs {
  receivedAt: Date;
  /** When it was sent here, of a call that was answered elsewhere. */
  arrivedAt: Date | null;
  rows: number;
  route: string;
  origin: string;
  context: unknown;
  inputs: Record<string, LoggedTensor>;
}

/**
 * The inputs of a version's calls with ids from `from` up to `before`, oldest first, read in portions. `sentBefore`: calls that were
 * answered elsewhere count by when they were sent here, whatever their id.
 */
export async function* listInputs(
  ctx: Ctx,
  of: {
    projectId: string;
    modelId: string;
    versionNumber: number;
    origins: string[];
    from?: string;
    before: string;
    sentBefore?: Date;
  },
): AsyncGenerator<LoggedInputs> {
  let after: string | null = null;
  for (;;) {
    const rows: (Omit<LoggedInputs, 'inputs'> & { id: string; tensors: Uint8Array })[] =
      await ctx.db.prediction.findMany({
        where: {
          projectId: of.projectId,
          modelId: of.modelId,
          versionNumber: of.versionNumber,
          origin: { in: of.origins },
          ...(after !== null ? { id: { gt: after } } : of.from ? { id: { gte: of.from } } : {}),
          ...(of.sentBefore
            ? { OR: [{ arrivedAt: { lt: of.sentBefore } }, { arrivedAt: null, AND: { id: { lt: of.before } } }] }
            : { AND: { id: { lt: of.before } } }),
        },
        select: {
          id: true,
          receivedAt: true,
          arrivedAt: true,
          rows: true,
          route: true,
          origin: true,
          context: true,
          tensors: true,
        },
        orderBy: { id: 'asc' },
        take: CALLS_A_READ,
      });
    for (const { tensors, ...row } of rows) yield { ...row, inputs: decodeTensors(tensors).inputs };
    after = rows.at(-1)?.id ?? null;
    if (rows.length < CALLS_A_READ) return;
  }
}
