import { readingOf } from '@/app/model-reading';
import { requireModel } from '@/app/page-context';
import { PredictionsView } from '@/components/predictions/predictions-view';
import { PageHeader } from '@/components/shell/page-header';
import { RangeControl } from '@/components/shell/range-control';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { LinkButton } from '@/components/ui/link-button';

export default async function PredictionsPage({ params }: PageProps<'/p/[project]/models/[model]/predictions'>) {
  const { project, model, ctx, may } = await requireModel(params, 'prediction.view-own');
  const [t, replay, reading] = await Promise.all([
    getTranslations('predictions'),
    getTranslations('replay'),
    readingOf(ctx, model.id),
  ]);
  const ownOnly = !may('prediction.view');
  return (
    <>
      <TopBar
        crumbs={[{ label: model.name, href: `/p/${project.slug}/models/${model.name}` }, { label: t('title') }]}
        range={<RangeControl />}
      />
      <PageBody>
        <PageHeader
          title={t('title')}
          sentence={t(ownOnly ? 'sentenceOwn' : 'sentence', { model: model.name })}
          actions={
            may('replay.run') && model.versions.length > 0 ? (
              <LinkButton href={`/p/${project.slug}/models/${encodeURIComponent(model.name)}/predictions/replay`}>
                {replay('open')}
              </LinkButton>
            ) : undefined
          }
        />
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
