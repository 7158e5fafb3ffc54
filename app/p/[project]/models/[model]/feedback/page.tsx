import { readingOf } from '@/app/model-reading';
import { requireModel } from '@/app/page-context';
import { FeedbackView } from '@/components/feedback/feedback-view';
import { FeedbackFileDialog } from '@/components/feedback/file-dialog';
import { ScoreSummarySection } from '@/components/feedback/score-summary';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';

export default async function FeedbackPage({ params }: PageProps<'/p/[project]/models/[model]/feedback'>) {
  const { project, model, ctx, may } = await requireModel(params, 'prediction.view-own');
  const [t, reading] = await Promise.all([getTranslations('feedback'), readingOf(ctx, model.id)]);
  const sentence = t(may('feedback.view') ? 'sentence' : 'sentenceOwn', { model: model.name });
  return (
    <>
      <TopBar
        crumbs={[{ label: model.name, href: `/p/${project.slug}/models/${model.name}` }, { label: t('title') }]}
      />
      <PageBody>
        <PageHeader
          title={t('title')}
          sentence={sentence}
          actions={may('feedback.give') ? <FeedbackFileDialog project={project.slug} model={model.name} /> : undefined}
        />
        <FeedbackView project={project.slug} model={model.name} classes={reading.classes} />
        {may('feedback.view') ? <ScoreSummarySection project={project.slug} model={model.name} /> : null}
      </PageBody>
    </>
  );
}
