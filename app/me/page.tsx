import type { Metadata } from 'next';
import { requirePerson } from '@/app/page-context';
import { pageCtx } from '@/app/session';
import { MeFrame } from '@/components/people/me-frame';
import { MeView } from '@/components/people/me-view';
import { peopleQueries } from '@/components/people/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { getTranslations } from '@/components/shell/translations';
import { getMe, listProjects } from '@/lib/domain/people';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.me'))('title') };
}

export default async function MePage() {
  const person = await requirePerson();
  const ctx = await pageCtx(person);
  const { projects } = await listProjects(ctx);
  return (
    <MeFrame name={person.name} projects={projects.map(({ id, name, slug }) => ({ id, name, slug }))}>
      <Prefetch entries={[{ queryKey: peopleQueries.me().queryKey, load: () => getMe(ctx) }]}>
        <MeView />
      </Prefetch>
    </MeFrame>
  );
}
