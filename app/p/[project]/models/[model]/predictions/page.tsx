import { readingOf } from '@/app/model-reading';
import { requireModel } from '@/app/page-context';
import { PredictionsView } from '@/components/predictions/predictions-view';
import { PageHeader } from '@/components/shell/page-header';
import { RangeControl } from '@/components/shell/range-control';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';

export default async function PredictionsPage({ params }: PageProps<'/p/[project]/models/[model]/predictions'>) {
  const { project, model, ctx, may } = await requireModel(params, 'prediction.view-own');
  const [t, reading] = await Promise.all([getTranslations('predictions'), readingOf(ctx, model.id)]);
  const ownOnly = !may('prediction.view');
  return (
    <>
      <TopBar
        crumbs={[{ label: model.name, href: `/p/${project.slug}/models/${model.name}` }, { label: t('title') }]}
        range={<RangeControl />}
      />
      <PageBody>
        <PageHeader title={t('title')} sentence={t(ownOnly ? 'sentenceOwn' : 'sentence', { model: model.name })} />
        <PredictionsView
          project={project.slug}
          model={model.name}
          modelId={model.id}
          versions={model.versions}
          classes={reading.classes}
          ownOnly={ownOnly}
        />
      </PageBody>
    </>
  );
}
