import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import type { Project } from './schema';
import { findProjectRow, insertProject } from './store';

const slugOf = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'project';

/** Makes a project. Only the system (set-up, the operator's command) and the owner of the installation may. */
export async function createProject(ctx: Ctx, input: { name: string }): Promise<Project> {
  const { actor } = ctx;
  if (actor.kind !== 'system' && !(actor.kind === 'person' && actor.owner))
    throw new AppError('forbidden', 'Only the owner of this installation can make projects.');
  return inTransaction(ctx, async (tx) => {
    if (await findProjectRow(tx.db, input.name))
      throw new AppError('conflict', `There is a project "${input.name}" already.`, { reason: 'name_taken' });
    const base = slugOf(input.name);
    let slug = base;
    for (let n = 2; await findProjectRow(tx.db, slug); n++) slug = `${base}-${n}`;
    const project = await insertProject(tx, { slug, name: input.name });
    await audit(tx, {
      action: 'project.create',
      object: `project:${project.id}`,
      projectId: project.id,
      after: { name: project.name },
    });
    return project;
  });
}
