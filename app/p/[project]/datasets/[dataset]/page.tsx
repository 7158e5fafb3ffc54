import { requirePlace } from '@/app/page-context';
import { DatasetView } from '@/components/datasets/dataset-view';
import { datasetQueries } from '@/components/datasets/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { previewRows } from '@/lib/domain/datasets';
import { listModels } from '@/lib/domain/registry';
import { datasetCrumbs, requireDatasetOf } from '../dataset-crumbs';
import { versionAsked } from './version-asked';

interface Props {
  params: Promise<{ project: string; dataset: string }>;
  searchParams: Promise<{ version?: string | string[] }>;
}

async function load({ params, searchParams }: Props) {
  const { project: slug, dataset } = await params;
  const page = await requirePlace(slug, 'dataset.view');
  const number = versionAsked(await searchParams);
  const of = { projectId: page.project.id, dataset, ...(number === null ? {} : { number }) };
  return { ...page, number, view: await requireDatasetOf(page.ctx, of) };
}

export const generateMetadata = async (props: Props) => ({ title: (await load(props)).view.dataset.name });

export default async function DatasetPage(props: Props) {
  const { project, ctx, may, number, view } = await load(props);
  const { id, name } = view.dataset;
  const models = {
    queryKey: datasetQueries.models(project.slug).queryKey,
    load: () => listModels(ctx, { projectId: project.id }),
  };
  const entries = [
    { queryKey: datasetQueries.detail(project.slug, id, number).queryKey, load: async () => view },
    {
      queryKey: datasetQueries.rows(project.slug, id, view.version.number).queryKey,
      load: () => previewRows(ctx, { dataset: id, number: view.version.number }),
    },
    ...(may('dataset.upload') ? [models] : []),
  ];
  return (
    <Prefetch entries={entries}>
      <TopBar crumbs={[...(await datasetCrumbs(project)), { label: name }]} />
      <PageBody>
        <DatasetView
          project={project.slug}
          dataset={id}
          mayMake={may('dataset.upload')}
          mayTrain={may('training.manage')}
        />
      </PageBody>
    </Prefetch>
  );
}
