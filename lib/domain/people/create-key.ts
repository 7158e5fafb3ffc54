import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { hashKeyText, makeKeyText } from './api-key';
import { authorise } from './permission';
import type { CreatedApiKey, NewApiKey } from './schema';
import { insertKey } from './store';

/** Makes a key of a project. Its text is in the reply and nowhere else. */
export async function createKey(ctx: Ctx, input: NewApiKey & { projectId: string }): Promise<CreatedApiKey> {
  authorise(ctx.actor, 'key.manage', input.projectId);
  // A key with admin manages people: nobody gives away more than they may do.
  if (input.scopes.includes('admin')) authorise(ctx.actor, 'people.manage', input.projectId);
  const key = makeKeyText();
  return inTransaction(ctx, async (tx) => {
    const apiKey = await insertKey(tx, input.projectId, {
      ...input,
      prefix: key.slice(0, 12),
      hash: hashKeyText(key),
      createdBy: actorName(ctx.actor),
    });
    await audit(tx, {
      action: 'key.create',
      object: `key:${apiKey.id}`,
      projectId: input.projectId,
      after: { name: apiKey.name, scopes: apiKey.scopes },
    });
    return { key, apiKey };
  });
}
