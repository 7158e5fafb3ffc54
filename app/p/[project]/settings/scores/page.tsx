import type { Metadata } from 'next';
import { requirePlace } from '@/app/page-context';
import { feedbackQueries } from '@/components/feedback/queries';
import { ScoresSection } from '@/components/feedback/scores-section';
import { SettingsHeader } from '@/components/people/settings-header';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listScores } from '@/lib/domain/feedback';
import { settingsPlaces } from '../settings-places';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.settings'))('scores.title') };
}

export default async function ScoresPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'score.manage');
  const t = await getTranslations('people.settings');
  const load = () => listScores(ctx, { projectId: project.id });
  return (
    <Prefetch entries={[{ queryKey: feedbackQueries.scores(project.slug).queryKey, load }]}>
      <TopBar crumbs={[{ label: t('label') }, { label: t('scores.title') }]} />
      <PageBody>
        <SettingsHeader project={project.slug} places={settingsPlaces(may)} current="scores" />
        <ScoresSection project={project.slug} />
      </PageBody>
    </Prefetch>
  );
}
