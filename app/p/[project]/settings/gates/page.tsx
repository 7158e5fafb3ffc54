import type { Metadata } from 'next';
import { requirePlace } from '@/app/page-context';
import { SettingsHeader } from '@/components/people/settings-header';
import { promotionQueries } from '@/components/promotion/queries';
import { RulesView } from '@/components/promotion/rules-view';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getPromotionRules } from '@/lib/domain/promotion';
import { settingsPlaces } from '../settings-places';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.settings'))('gates.title') };
}

export default async function GatesPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'promotion.rules');
  const t = await getTranslations('people.settings');
  const load = () => getPromotionRules(ctx, { projectId: project.id });
  return (
    <Prefetch entries={[{ queryKey: promotionQueries.rules(project.slug).queryKey, load }]}>
      <TopBar crumbs={[{ label: t('label') }, { label: t('gates.title') }]} />
      <PageBody>
        <RulesView
          project={project.slug}
          header={<SettingsHeader project={project.slug} places={settingsPlaces(may)} current="gates" />}
        />
      </PageBody>
    </Prefetch>
  );
}
