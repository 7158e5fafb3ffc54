import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { requireLabelSource } from './require-label-source';
import { forAudit } from './save-label-source';
import { deleteSourceRow } from './store-label-sources';

/** Ends a source. Labels that it brought stay. */
export async function deleteLabelSource(ctx: Ctx, input: { model: string; id: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { model, source } = await requireLabelSource(tx, input);
    if (!(await deleteSourceRow(tx, source.id))) return;
    await audit(tx, {
      action: 'label-source.delete',
      object: `label-source:${source.id}`,
      projectId: model.projectId,
      before: { model: model.name, ...forAudit(source) },
    });
  });
}
