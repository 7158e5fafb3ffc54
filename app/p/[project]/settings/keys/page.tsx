import type { Metadata } from 'next';
import { requirePlace } from '@/app/page-context';
import { KeysView } from '@/components/people/keys-view';
import { peopleQueries } from '@/components/people/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listKeys } from '@/lib/domain/people';
import { Scope } from '@/lib/domain/people/schema';
import { settingsPlaces } from '../settings-places';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.settings'))('keys.title') };
}

export default async function KeysPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'key.view');
  const t = await getTranslations('people.settings');
  // Nobody gives away more than they may do: `admin` manages people.
  const scopes = Scope.options.filter((scope) => scope !== 'admin' || may('people.manage'));
  const load = () => listKeys(ctx, { projectId: project.id });
  return (
    <Prefetch entries={[{ queryKey: peopleQueries.keys(project.slug).queryKey, load }]}>
      <TopBar crumbs={[{ label: t('label') }, { label: t('keys.title') }]} />
      <PageBody>
        <KeysView project={project.slug} scopes={may('key.manage') ? scopes : []} places={settingsPlaces(may)} />
      </PageBody>
    </Prefetch>
  );
}
