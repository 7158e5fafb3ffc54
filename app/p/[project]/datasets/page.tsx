import { requirePlace } from '@/app/page-context';
import { publicAddress } from '@/app/public-address';
import { DatasetsView } from '@/components/datasets/datasets-view';
import { datasetQueries } from '@/components/datasets/queries';
import { uploadCommand } from '@/components/datasets/upload-command';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listBuilds } from '@/lib/domain/collection';
import { listDatasets } from '@/lib/domain/datasets';

export const generateMetadata = async () => ({ title: (await getTranslations('datasets'))('title') });

export default async function DatasetsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'dataset.view');
  const [t, url] = await Promise.all([getTranslations('datasets'), publicAddress()]);
  const of = { projectId: project.id };
  const entries = [
    { queryKey: datasetQueries.list(project.slug).queryKey, load: () => listDatasets(ctx, of) },
    { queryKey: datasetQueries.builds(project.slug).queryKey, load: () => listBuilds(ctx, of) },
  ];
  return (
    <Prefetch entries={entries}>
      <TopBar crumbs={[{ label: project.name, href: `/p/${project.slug}/models` }, { label: t('title') }]} />
      <PageBody>
        <DatasetsView project={project.slug} mayMake={may('dataset.upload')} command={uploadCommand(url)} />
      </PageBody>
    </Prefetch>
  );
}
