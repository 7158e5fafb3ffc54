import type { ReactNode } from 'react';
import { requireProject } from '@/app/page-context';
import { ModelsFrame } from '@/components/registry/models-frame';
import { PERMISSIONS, type Permission } from '@/lib/domain/people';

export default async function ProjectLayout({
  params,
  children,
}: {
  params: Promise<{ project: string }>;
  children: ReactNode;
}) {
  const { person, project, projects, may } = await requireProject((await params).project);
  const permissions = (Object.keys(PERMISSIONS) as Permission[]).filter(may);
  return (
    <ModelsFrame
      project={{ name: project.name, slug: project.slug }}
      projects={projects.map(({ id, name, slug }) => ({ key: id, name, href: `/p/${slug}/models` }))}
      person={{ name: person.name }}
      permissions={permissions}
    >
      {children}
    </ModelsFrame>
  );
}
