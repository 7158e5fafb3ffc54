import type { Metadata } from 'next';
import { requirePlace } from '@/app/page-context';
import { HooksSection } from '@/components/alerts/hooks-section';
import { alertQueries } from '@/components/alerts/queries';
import { SettingsHeader } from '@/components/people/settings-header';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listHooks } from '@/lib/domain/alerts';
import { settingsPlaces } from '../settings-places';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.settings'))('webhooks.title') };
}

export default async function WebhooksPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'webhook.manage');
  const t = await getTranslations('people.settings');
  const load = () => listHooks(ctx, { projectId: project.id });
  return (
    <Prefetch entries={[{ queryKey: alertQueries.hooks(project.slug).queryKey, load }]}>
      <TopBar crumbs={[{ label: t('label') }, { label: t('webhooks.title') }]} />
      <PageBody>
        <SettingsHeader project={project.slug} places={settingsPlaces(may)} current="webhooks" />
        <HooksSection project={project.slug} />
      </PageBody>
    </Prefetch>
  );
}
