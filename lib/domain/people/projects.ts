import { type Ctx, inTransaction } from '@/lib/platform/context';
import { createProject } from './create-project';
import type { Project, ProjectRole } from './schema';
import { forgetSession } from './session-person';
import { listProjectRows } from './store';
import { upsertMembership } from './store-persons';

/** The projects of the caller: a person's with the role there, a key's own. */
export async function listProjects(ctx: Ctx): Promise<{ projects: (Project & { role: ProjectRole | null })[] }> {
  const { actor } = ctx;
  const roles = new Map(
    actor.kind === 'person' ? actor.memberships.map(({ projectId, role }) => [projectId, role]) : [],
  );
  const ids = actor.kind === 'key' ? [actor.projectId] : [...roles.keys()];
  const rows = await listProjectRows(ctx.db, ids);
  return { projects: rows.map((project) => ({ ...project, role: roles.get(project.id) ?? null })) };
}

/** Makes a project that the owner of the installation administers. Needs the scope of the system. */
export async function createOwnProject(ctx: Ctx, input: { name: string }): Promise<Project> {
  const { actor } = ctx;
  const project = await inTransaction(ctx, async (tx) => {
    const made = await createProject(tx, input);
    if (actor.kind === 'person') await upsertMembership(tx, made.id, actor.id, 'administrator');
    return made;
  });
  if (actor.kind === 'person') forgetSession(actor.id);
  return project;
}
