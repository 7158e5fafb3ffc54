import { requirePlace } from '@/app/page-context';
import { reviewQueries } from '@/components/review/queries';
import { ReviewView } from '@/components/review/review-view';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listModels } from '@/lib/domain/registry';
import { listQueues } from '@/lib/domain/review';

export const generateMetadata = async () => ({ title: (await getTranslations('review'))('title') });

export default async function ReviewPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'review.view');
  const [t, { models }] = await Promise.all([getTranslations('review'), listModels(ctx, { projectId: project.id })]);
  const entries = [
    {
      queryKey: reviewQueries.queues(project.slug).queryKey,
      load: () => listQueues(ctx, { projectId: project.id }),
    },
  ];
  return (
    <Prefetch entries={entries}>
      <TopBar crumbs={[{ label: project.name, href: `/p/${project.slug}/models` }, { label: t('title') }]} />
      <PageBody>
        <ReviewView
          project={project.slug}
          models={models.map(({ name }) => name)}
          may={{ decide: may('review.decide'), manage: may('review.manage') }}
        />
      </PageBody>
    </Prefetch>
  );
}
