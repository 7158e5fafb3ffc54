import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { callGateway } from '@/lib/platform/internal-gateway';

const WAIT_MS = 20_000;

/**
 * Has the gateway read the versions of a project now, so that whoever changed them can call the change at once; with a `number` it
 * answers when that version runs. Never throws: without an answer the gateway hears of the change from Postgres a moment later.
 */
export async function tellGateway(
  ctx: Ctx,
  served: { projectId: string; modelId?: string; number?: number },
): Promise<void> {
  try {
    const { ok, status } = await callGateway('/internal/refresh', served, WAIT_MS);
    if (!ok) ctx.log.warn({ status, ...served }, 'the gateway did not confirm a change of what it serves');
  } catch (err) {
    ctx.log.warn({ err, ...served }, 'the gateway did not confirm a change of what it serves');
  }
}
