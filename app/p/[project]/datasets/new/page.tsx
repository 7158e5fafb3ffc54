import { requirePlace } from '@/app/page-context';
import { UploadView } from '@/components/datasets/upload-view';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { datasetCrumbs, findDatasetOf } from '../dataset-crumbs';

export const generateMetadata = async () => ({ title: (await getTranslations('datasets.upload'))('title') });

export default async function NewDatasetPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<{ dataset?: string | string[] }>;
}) {
  const { project, ctx } = await requirePlace((await params).project, 'dataset.upload');
  const { dataset } = await searchParams;
  const [t, crumbs] = await Promise.all([getTranslations('datasets.upload'), datasetCrumbs(project)]);
  const found = await findDatasetOf(ctx, { projectId: project.id, dataset });
  return (
    <>
      <TopBar crumbs={[...crumbs, { label: t('title') }]} />
      <PageBody>
        <PageHeader title={found ? t('titleOf', { name: found.name }) : t('title')} sentence={t('sentence')} />
        <UploadView project={project.slug} dataset={found} />
      </PageBody>
    </>
  );
}
