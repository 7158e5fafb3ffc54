import { requirePlace } from '@/app/page-context';
import { QueryView } from '@/components/datasets/query-view';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listModels } from '@/lib/domain/registry';
import { datasetCrumbs, findDatasetOf } from '../dataset-crumbs';

export const generateMetadata = async () => ({ title: (await getTranslations('datasets.fromPredictions'))('title') });

export default async function FromPredictionsPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<{ dataset?: string | string[] }>;
}) {
  const { project, ctx } = await requirePlace((await params).project, 'dataset.upload');
  const { dataset } = await searchParams;
  const [t, crumbs, { models }] = await Promise.all([
    getTranslations('datasets.fromPredictions'),
    datasetCrumbs(project),
    listModels(ctx, { projectId: project.id }),
  ]);
  const found = await findDatasetOf(ctx, { projectId: project.id, dataset });
  return (
    <>
      <TopBar crumbs={[...crumbs, { label: t('title') }]} />
      <PageBody>
        <PageHeader title={found ? t('titleOf', { name: found.name }) : t('title')} sentence={t('sentence')} />
        <QueryView project={project.slug} models={models.map(({ name }) => name)} dataset={found} />
      </PageBody>
    </>
  );
}
