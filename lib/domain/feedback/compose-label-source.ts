import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { checkSourceAddress } from './check-source-address';
import { nextPull } from './label-source-times';
import type { LabelSourceContent } from './schema';
import type { StoredLabelSource } from './store-label-sources';

/**
 * A source as it will be kept. Secrets of the one before stay with its address only: whoever changes where they are sent gives them again.
 * Where another thing is read than before, it is read from the beginning.
 */
export async function composeLabelSource(
  ctx: Ctx,
  model: { id: string; projectId: string },
  { secret, ...given }: LabelSourceContent,
  before: StoredLabelSource | null,
): Promise<StoredLabelSource> {
  const content = { ...given, sql: given.kind === 'sql' ? given.sql : '' };
  const { projectId } = model;
  const isSame = before !== null && before.kind === content.kind && before.url === content.url;
  const { password, ...address } = isSame
    ? { ...before, password: null }
    : await checkSourceAddress(ctx, { ...content, projectId });
  if (before?.secret && address.url !== before.url && secret === undefined && password === null)
    throw invalidInput('secret', 'the address has changed: give the password or token again, or null for none', {
      reason: 'secret_wanted',
    });
  const kept = before !== null && address.url === before.url ? before.secret : null;
  const source: StoredLabelSource = {
    ...content,
    id: before?.id ?? uuid7(ctx.now().getTime()),
    projectId,
    modelId: model.id,
    url: address.url,
    hiddenQuery: address.hiddenQuery,
    allowPrivate: address.allowPrivate,
    secret: secret === undefined ? (password ?? kept) : secret,
    dueAt: nextPull(content, ctx.now()),
    leaseUntil: null,
    pulledUntil: before?.pulledUntil ?? null,
    etag: before?.etag ?? null,
    lastAt: before?.lastAt ?? null,
    outcome: before?.outcome ?? null,
  };
  return before && readingOf(before) === readingOf(source) ? source : { ...source, pulledUntil: null, etag: null };
}

/** What is read and what becomes of it; a new password or time changes neither. */
const readingOf = ({ kind, url, sql, key, label, context, days, source }: StoredLabelSource) =>
  JSON.stringify([kind, url, sql, key, label, context, days, source]);
