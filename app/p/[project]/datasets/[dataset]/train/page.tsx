import { requirePlace } from '@/app/page-context';
import { proposeModelName } from '@/components/registry/propose-model-name';
import { FirstModelView } from '@/components/retraining/first-model-view';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { datasetCrumbs, requireDatasetOf } from '../../dataset-crumbs';
import { versionAsked } from '../version-asked';

export const generateMetadata = async () => ({ title: (await getTranslations('retraining.first'))('title') });

export default async function FirstModelPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string; dataset: string }>;
  searchParams: Promise<{ version?: string | string[] }>;
}) {
  const { project: slug, dataset } = await params;
  const { project, ctx } = await requirePlace(slug, 'training.manage');
  const number = versionAsked(await searchParams);
  const of = { projectId: project.id, dataset, ...(number === null ? {} : { number }) };
  const [view, t] = [await requireDatasetOf(ctx, of), await getTranslations('retraining.first')];
  const { id, name } = view.dataset;
  return (
    <>
      <TopBar
        crumbs={[
          ...(await datasetCrumbs(project)),
          { label: name, href: `/p/${slug}/datasets/${id}` },
          { label: t('title') },
        ]}
      />
      <PageBody>
        <PageHeader
          title={t('title')}
          sentence={t('sentence', { dataset: name, number: view.version.number, rows: view.version.rows })}
        />
        <FirstModelView project={slug} view={view} proposedName={proposeModelName(name)} />
      </PageBody>
    </>
  );
}
