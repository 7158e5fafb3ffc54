import type { Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { getModel } from '../registry';
import type { Model } from '../registry/schema';
import { findSourceRow, type StoredLabelSource } from './store-label-sources';

export const missingSource = (id: string) => notFound('label source', id.slice(0, 80));

/** A source of a model that the caller may manage, or 404. */
export async function requireLabelSource(
  ctx: Ctx,
  of: { model: string; id: string },
): Promise<{ model: Model; source: StoredLabelSource }> {
  const model = await getModel(ctx, { model: of.model, permission: 'label-source.manage' });
  const source = await findSourceRow(ctx, model.id, of.id);
  if (!source) throw missingSource(of.id);
  return { model, source };
}
