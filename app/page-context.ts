import 'server-only';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { isAllowed, listProjects, type Permission, type PersonActor } from '@/lib/domain/people';
import type { Project, ProjectRole } from '@/lib/domain/people/schema';
import { getModel } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { currentPerson, pageCtx } from './session';

export interface ProjectPage {
  person: PersonActor;
  project: Project & { role: ProjectRole };
  projects: (Project & { role: ProjectRole | null })[];
  ctx: Ctx;
  /** Whether the person may do something in this project. */
  may: (permission: Permission) => boolean;
}

const visitor = cache(currentPerson);

/** The signed-in person; everybody else is sent to sign in and comes back to the page they asked for. */
export async function requirePerson(): Promise<PersonActor> {
  const person = await visitor();
  if (person) return person;
  const asked = (await headers()).get('x-request-path') ?? '/';
  redirect(`/sign-in?next=${encodeURIComponent(asked)}`);
}

/** The project of a page's address with the person's role in it. Answers 404 for a project of others. */
export const requireProject = cache(async (slug: string): Promise<ProjectPage> => {
  const person = await requirePerson();
  const { projects } = await listProjects(await pageCtx(person));
  const project = projects.find((candidate) => candidate.slug === slug);
  if (!project?.role) notFound();
  return {
    person,
    project: { ...project, role: project.role },
    projects,
    ctx: await pageCtx(person, slug),
    may: (permission) => isAllowed(person, permission, project.id),
  };
});

/** A place of a project, for those who may open it; its address answers 404 to the others. */
export async function requirePlace(slug: string, permission: Permission): Promise<ProjectPage> {
  const page = await requireProject(slug);
  if (!page.may(permission)) notFound();
  return page;
}

/** A place of a model. The model's name comes from the address, so it may be anything. */
export async function requireModel(
  params: Promise<{ project: string; model: string }>,
  permission: Permission,
): Promise<ProjectPage & { model: Model }> {
  const { project, model } = await params;
  const page = await requirePlace(project, permission);
  const name = decodeName(model);
  const found = await getModel(page.ctx, { model: name, permission: 'model.view' }).catch(nothingIfGone);
  if (!found) notFound();
  return { ...page, model: found };
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    notFound();
  }
}
