import type { Metadata } from 'next';
import { requirePlace } from '@/app/page-context';
import { PeopleView } from '@/components/people/people-view';
import { peopleQueries } from '@/components/people/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listInvitations, listPeople } from '@/lib/domain/people';
import { settingsPlaces } from '../settings-places';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.settings'))('people.title') };
}

export default async function PeoplePage({ params }: { params: Promise<{ project: string }> }) {
  const { person, project, ctx, may } = await requirePlace((await params).project, 'people.view');
  const t = await getTranslations('people.settings');
  const { slug, name, id: projectId } = project;
  const entries = [
    { queryKey: peopleQueries.members(slug).queryKey, load: () => listPeople(ctx, { projectId }) },
    { queryKey: peopleQueries.invitations(slug).queryKey, load: () => listInvitations(ctx, { projectId }) },
  ];
  return (
    <Prefetch entries={entries}>
      <TopBar crumbs={[{ label: t('label') }, { label: t('people.title') }]} />
      <PageBody>
        <PeopleView
          project={{ slug, name }}
          meId={person.id}
          mayManage={may('people.manage')}
          places={settingsPlaces(may)}
        />
      </PageBody>
    </Prefetch>
  );
}
