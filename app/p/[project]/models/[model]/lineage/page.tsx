import { requireModel } from '@/app/page-context';
import { LineageView } from '@/components/lineage/lineage-view';
import { lineageQueries } from '@/components/lineage/queries';
import { modelHref } from '@/components/shell/addresses';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getLineage } from '@/lib/domain/lineage';

export const generateMetadata = async () => ({ title: (await getTranslations('lineage'))('title') });

export default async function LineagePage({ params }: PageProps<'/p/[project]/models/[model]/lineage'>) {
  const { project, model, ctx, may } = await requireModel(params, 'version.view');
  const t = await getTranslations('lineage');
  const entries = [
    {
      queryKey: lineageQueries.detail(project.slug, model.name).queryKey,
      load: () => getLineage(ctx, { model: model.id }),
    },
  ];
  return (
    <Prefetch entries={entries}>
      <TopBar crumbs={[{ label: model.name, href: modelHref(project.slug, model.name) }, { label: t('title') }]} />
      <PageBody>
        <LineageView project={project.slug} model={model.name} mayTrain={may('training.view')} />
      </PageBody>
    </Prefetch>
  );
}
