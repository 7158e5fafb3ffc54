import type { Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { isUuid } from '@/lib/platform/uuid7';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { authorise, type Permission, requireProject } from '../people';
import type { Model, Overlay, Version } from './schema';
import { servedSignature } from './served-signature';
import { findModelRow, findOverlayRow, findVersionRow } from './store';

/** A model by its id, or by its name in the call's project, for someone who may do `permission` there. */
export async function getModel(ctx: Ctx, input: { model: string; permission?: Permission }): Promise<Model> {
  const found = isUuid(input.model)
    ? await findModelRow(ctx, { id: input.model })
    : await findModelRow(ctx, { projectId: requireProject(ctx), name: input.model });
  if (!found) throw notFound('model', input.model.slice(0, 128));
  authorise(ctx.actor, input.permission ?? 'model.view', found.projectId);
  return found;
}

/** A version of a model; without a number, its champion. */
export async function getVersion(
  ctx: Ctx,
  input: { model: string; number?: number | undefined; permission?: Permission },
): Promise<{ model: Model; version: Version & { servedSha256: string | null } }> {
  const model = await getModel(ctx, { model: input.model, permission: input.permission ?? 'version.view' });
  const number = input.number ?? model.champion ?? model.versions.at(-1);
  const version = number === undefined ? null : await findVersionRow(ctx, model, number);
  if (!version) throw notFound('version', `${model.name} ${number ?? ''}`.trim());
  return { model, version };
}

/** What the owner says about a version's columns, or null. */
export async function findOverlay(ctx: Ctx, model: Model, number: number): Promise<Overlay | null> {
  return (await findOverlayRow(ctx, model.id, number))?.content ?? null;
}

/** A version as callers see it: the file's signature with the owner's names on it. */
export async function getServedVersion(
  ctx: Ctx,
  input: { model: string; number?: number | undefined; permission?: Permission },
): Promise<{ model: Model; version: Version; overlay: Overlay | null; served: ServedSignature }> {
  const { model, version } = await getVersion(ctx, input);
  const overlay = await findOverlay(ctx, model, version.number);
  return { model, version, overlay, served: servedSignature(version.signature, overlay) };
}
