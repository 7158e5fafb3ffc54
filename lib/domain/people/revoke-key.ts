import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { isUuid } from '@/lib/platform/uuid7';
import { authorise } from './permission';
import type { ApiKey } from './schema';
import { findKeyProject, revokeKeyRow } from './store';

/** Ends a key; gateways stop taking it within a second. */
export async function revokeKey(ctx: Ctx, input: { id: string }): Promise<ApiKey> {
  return inTransaction(ctx, async (tx) => {
    const projectId = isUuid(input.id) ? await findKeyProject(tx, input.id) : null;
    if (!projectId) throw notFound('key', input.id);
    authorise(ctx.actor, 'key.manage', projectId);
    const revoked = await revokeKeyRow(tx, input.id);
    if (!revoked) throw notFound('valid key', input.id);
    await audit(tx, {
      action: 'key.revoke',
      object: `key:${revoked.id}`,
      projectId,
      before: { name: revoked.name, scopes: revoked.scopes },
    });
    const { projectId: _, ...key } = revoked;
    return key;
  });
}
