import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { columnSlots, plainColumn } from './column-slots';
import { getVersion } from './get-model';
import { compareOverlays, findOverlayFaults } from './overlay-rules';
import type { Overlay, OverlayView } from './schema';
import { findOverlayRow, insertOverlay } from './store';
import { tellGateway } from './tell-gateway';

export async function getOverlay(ctx: Ctx, input: { model: string; number: number }): Promise<OverlayView> {
  const { model, version } = await getVersion(ctx, { ...input, permission: 'model.view' });
  const saved = await findOverlayRow(ctx, model.id, version.number);
  const previousVersion = model.versions.filter((number) => number < version.number).at(-1) ?? null;
  const previous = previousVersion === null ? null : await findOverlayRow(ctx, model.id, previousVersion);
  return {
    saved,
    plain: columnSlots(version.signature).map((slot) => plainColumn(slot)),
    previousVersion,
    changes: previousVersion === null ? [] : compareOverlays(previous?.content ?? null, saved?.content ?? null),
  };
}

/** Saves names, units, ranges and categories as a new revision. Throws 422 where they do not fit the file's signature. */
export async function saveOverlay(
  ctx: Ctx,
  input: { model: string; number: number; overlay: Overlay },
): Promise<OverlayView> {
  const projectId = await inTransaction(ctx, async (tx) => {
    const { model, version } = await getVersion(tx, {
      model: input.model,
      number: input.number,
      permission: 'version.manage',
    });
    const invalidParams = findOverlayFaults(input.overlay, version.signature);
    const first = invalidParams[0];
    if (first) throw new AppError('invalid_input', `${first.name}: ${first.reason}`, { invalidParams });
    const before = await findOverlayRow(tx, model.id, version.number);
    const saved = await insertOverlay(tx, model, {
      versionNumber: version.number,
      content: input.overlay,
      createdBy: actorName(ctx.actor),
    });
    await audit(tx, {
      action: 'overlay.save',
      object: `model:${model.name}/${version.number}`,
      projectId: model.projectId,
      before: { revision: before?.revision ?? 0 },
      after: {
        revision: saved.revision,
        changes: compareOverlays(before?.content ?? null, saved.content).slice(0, 100),
      },
    });
    return model.projectId;
  });
  await tellGateway(ctx, { projectId });
  return getOverlay(ctx, input);
}
