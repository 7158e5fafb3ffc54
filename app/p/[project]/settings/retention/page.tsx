import type { Metadata } from 'next';
import { requirePlace } from '@/app/page-context';
import { peopleQueries } from '@/components/people/queries';
import { RetentionView } from '@/components/people/retention-view';
import { StoragePanel } from '@/components/predictions/storage-panel';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getRetention } from '@/lib/domain/people';
import { settingsPlaces } from '../settings-places';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.settings'))('retention.title') };
}

export default async function RetentionPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'retention.manage');
  const t = await getTranslations('people.settings');
  const load = () => getRetention(ctx, { projectId: project.id });
  return (
    <Prefetch entries={[{ queryKey: peopleQueries.retention(project.slug).queryKey, load }]}>
      <TopBar crumbs={[{ label: t('label') }, { label: t('retention.title') }]} />
      <PageBody>
        <RetentionView project={project.slug} name={project.name} places={settingsPlaces(may)}>
          {ctx.actor.kind === 'person' && ctx.actor.owner ? <StoragePanel /> : null}
        </RetentionView>
      </PageBody>
    </Prefetch>
  );
}
