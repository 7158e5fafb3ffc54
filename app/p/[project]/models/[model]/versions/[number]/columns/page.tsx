import { ColumnsView } from '@/components/registry/columns-view';
import { registryQueries } from '@/components/registry/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getPersonalContext } from '@/lib/domain/predictions';
import { getOverlay } from '@/lib/domain/registry';
import { requireVersion, type VersionParams, versionTitle } from '../version-page';

export { versionTitle as generateMetadata };

export default async function ColumnsPage({ params }: { params: VersionParams }) {
  const { project, model, version, ctx, may, crumbs } = await requireVersion(params, 'version.view');
  const t = await getTranslations('registry.columns');
  const { number } = version;
  const names = [project.slug, model.name, number] as const;
  const entries = [
    { queryKey: registryQueries.version(...names).queryKey, load: async () => version },
    { queryKey: registryQueries.overlay(...names).queryKey, load: () => getOverlay(ctx, { model: model.id, number }) },
    ...(may('prediction.view')
      ? [
          {
            queryKey: registryQueries.personalContext(project.slug, model.name).queryKey,
            load: () => getPersonalContext(ctx, { model: model.id }),
          },
        ]
      : []),
  ];
  return (
    <>
      <TopBar crumbs={[...crumbs, { label: t('title') }]} />
      <PageBody>
        <Prefetch entries={entries}>
          <ColumnsView
            project={project.slug}
            model={model.name}
            number={number}
            mayManage={may('version.manage')}
            mayLook={may('prediction.view')}
          />
        </Prefetch>
      </PageBody>
    </>
  );
}
