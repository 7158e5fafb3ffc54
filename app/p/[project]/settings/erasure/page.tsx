import type { Metadata } from 'next';
import { requirePlace } from '@/app/page-context';
import { ErasureView } from '@/components/erasure/erasure-view';
import { erasureQueries } from '@/components/erasure/queries';
import { SettingsHeader } from '@/components/people/settings-header';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listErasures } from '@/lib/domain/erasure';
import { settingsPlaces } from '../settings-places';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.settings'))('erasure.title') };
}

export default async function ErasurePage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'privacy.erase');
  const t = await getTranslations('people.settings');
  const load = () => listErasures(ctx, { projectId: project.id });
  return (
    <Prefetch entries={[{ queryKey: erasureQueries.list(project.slug).queryKey, load }]}>
      <TopBar crumbs={[{ label: t('label') }, { label: t('erasure.title') }]} />
      <PageBody>
        <ErasureView
          project={project.slug}
          name={project.name}
          header={<SettingsHeader project={project.slug} places={settingsPlaces(may)} current="erasure" />}
        />
      </PageBody>
    </Prefetch>
  );
}
