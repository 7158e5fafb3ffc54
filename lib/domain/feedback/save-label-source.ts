import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { getModel } from '../registry';
import { composeLabelSource } from './compose-label-source';
import { missingSource } from './require-label-source';
import { type LabelSourceContent, type LabelSourceView, MAX_LABEL_SOURCES } from './schema';
import {
  findSourceRow,
  insertSourceRow,
  listSourceRows,
  lockSources,
  type StoredLabelSource,
  shownSource,
  updateSourceRow,
} from './store-label-sources';

/** Adds a source, or with `id` changes one; it is pulled at its next time. */
export async function saveLabelSource(
  ctx: Ctx,
  input: { model: string; id: string | null; content: LabelSourceContent },
): Promise<LabelSourceView> {
  const { id, content } = input;
  const model = await getModel(ctx, { model: input.model, permission: 'label-source.manage' });
  const known = id === null ? null : await findSourceRow(ctx, model.id, id);
  if (id !== null && !known) throw missingSource(id);
  const composed = await composeLabelSource(ctx, model, content, known);
  return inTransaction(ctx, async (tx) => {
    await lockSources(tx, model.id);
    const all = await listSourceRows(tx, model.id);
    const before = all.find((source) => source.id === id) ?? null;
    if (id !== null && !before) throw missingSource(id);
    if (all.some((source) => source.name === composed.name && source.id !== id))
      throw invalidInput('name', `this model has a source "${composed.name}" already; take another name`, {
        reason: 'name_taken',
      });
    if (!before && all.length >= MAX_LABEL_SOURCES)
      throw new AppError(
        'limit_exceeded',
        `A model has ${MAX_LABEL_SOURCES} label sources at most. Delete one first.`,
        {
          reason: 'too_many_sources',
        },
      );
    if (before) await updateSourceRow(tx, composed);
    else await insertSourceRow(tx, composed, actorName(tx.actor));
    await audit(tx, {
      action: before ? 'label-source.update' : 'label-source.create',
      object: `label-source:${composed.id}`,
      projectId: model.projectId,
      before: before && { model: model.name, ...forAudit(before) },
      after: { model: model.name, ...forAudit(composed) },
    });
    return shownSource(tx, composed);
  });
}

/** Without secrets; of the address the host says enough, since the path of a file may be one. */
export const forAudit = ({ name, kind, url, allowPrivate, sql, ...source }: StoredLabelSource) => ({
  name,
  kind,
  host: new URL(url).host,
  allowPrivate,
  sql,
  key: source.key,
  label: source.label,
  context: source.context,
  days: source.days,
  source: source.source,
  every: source.every,
  hour: source.hour,
  enabled: source.enabled,
  hasSecret: source.secret !== null || source.hiddenQuery !== '',
});
