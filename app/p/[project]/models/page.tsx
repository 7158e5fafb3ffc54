import { requirePlace } from '@/app/page-context';
import { ModelsView } from '@/components/registry/models-view';
import { registryQueries } from '@/components/registry/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { listModels } from '@/lib/domain/registry';

export const generateMetadata = async () => ({ title: (await getTranslations('shell.places'))('models') });

export default async function ModelsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project, ctx, may } = await requirePlace((await params).project, 'model.view');
  const t = await getTranslations('shell.places');
  const models = {
    queryKey: registryQueries.models(project.slug).queryKey,
    load: () => listModels(ctx, { projectId: project.id }),
  };
  return (
    <>
      <TopBar crumbs={[{ label: project.name, href: `/p/${project.slug}/models` }, { label: t('models') }]} />
      <PageBody>
        <Prefetch entries={[models]}>
          <ModelsView
            project={project.slug}
            projectName={project.name}
            mayUpload={may('version.upload')}
            mayLoadDemo={may('demo.load')}
            maySeeTraffic={may('monitoring.view')}
            opensTry={!may('prediction.view')}
          />
        </Prefetch>
      </PageBody>
    </>
  );
}
