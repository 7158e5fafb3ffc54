import { ElsewhereNotice } from '@/components/ingest/elsewhere-notice';
import { registryQueries } from '@/components/registry/queries';
import { VersionView } from '@/components/registry/version-view';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { RegressionSection } from '@/components/validation/regression-section';
import { getCard } from '@/lib/domain/cards';
import { getOverlay } from '@/lib/domain/registry';
import { getReports } from '@/lib/domain/validation';
import { requireVersion, type VersionParams, versionTitle } from './version-page';

export { versionTitle as generateMetadata };

export default async function VersionPage({ params }: { params: VersionParams }) {
  const { project, model, version, overlay, ctx, may, crumbs } = await requireVersion(params, 'version.view');
  const { number } = version;
  const of = { model: model.id, number };
  const [reports, card] = await Promise.all([getReports(ctx, of), getCard(ctx, of)]);
  const entries = [
    { queryKey: registryQueries.version(project.slug, model.name, number).queryKey, load: async () => version },
    { queryKey: registryQueries.overlay(project.slug, model.name, number).queryKey, load: () => getOverlay(ctx, of) },
  ];
  const mayManage = may('version.manage');
  const at = { project: project.slug, model: model.name, maySend: mayManage };
  const notice = model.elsewhere ? <ElsewhereNotice {...at} place="version" /> : null;
  const facts = { number, reports, card, mayManage, mayOverride: may('version.override'), notice };
  return (
    <>
      <TopBar crumbs={crumbs} />
      <PageBody>
        <Prefetch entries={entries}>
          <VersionView project={project.slug} model={model} {...facts} />
          {version.servedBy === 'runner' && version.signature.reading.task !== 'tensors' ? (
            <RegressionSection
              of={{ project: project.slug, model: model.name, number }}
              words={{ classNames: overlay?.classNames ?? {}, unit: overlay?.outputUnit ?? '' }}
              mayManage={mayManage}
            />
          ) : null}
        </Prefetch>
      </PageBody>
    </>
  );
}
