import { ElsewhereNotice } from '@/components/ingest/elsewhere-notice';
import { registryQueries } from '@/components/registry/queries';
import { VersionTraining } from '@/components/registry/version-training';
import { VersionView } from '@/components/registry/version-view';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { RegressionSection } from '@/components/validation/regression-section';
import { getCard } from '@/lib/domain/cards';
import { getDatasetVersion } from '@/lib/domain/datasets';
import { getOverlay } from '@/lib/domain/registry';
import { getRunNumber } from '@/lib/domain/retraining';
import { getReports, getValidation } from '@/lib/domain/validation';
import { nothingIfGone } from '@/lib/platform/errors';
import { requireVersion, type VersionParams, versionTitle } from './version-page';

export { versionTitle as generateMetadata };

export default async function VersionPage({ params }: { params: VersionParams }) {
  const { project, model, version, overlay, ctx, may, crumbs } = await requireVersion(params, 'version.view');
  const { number } = version;
  const of = { model: model.id, number };
  const { trainedOn, trainingRunId } = version;
  const [reports, validation, card, run, dataset] = await Promise.all([
    getReports(ctx, of),
    getValidation(ctx, of),
    getCard(ctx, of),
    trainingRunId === null ? null : getRunNumber(ctx, { modelId: model.id, id: trainingRunId }),
    trainedOn &&
      getDatasetVersion(ctx, {
        projectId: project.id,
        datasetId: trainedOn.datasetId,
        number: trainedOn.datasetNumber,
        permission: 'dataset.view',
      }).catch(nothingIfGone),
  ]);
  const entries = [
    { queryKey: registryQueries.version(project.slug, model.name, number).queryKey, load: async () => version },
    { queryKey: registryQueries.overlay(project.slug, model.name, number).queryKey, load: () => getOverlay(ctx, of) },
  ];
  const mayManage = may('version.manage');
  const at = { project: project.slug, model: model.name, maySend: mayManage };
  const notice = model.elsewhere ? <ElsewhereNotice {...at} place="version" /> : null;
  const trained = { trainedOn, run, datasetName: dataset?.name ?? null, maySeeRuns: may('training.view') };
  const training = <VersionTraining project={project.slug} model={model.name} facts={trained} />;
  const facts = {
    number,
    reports,
    validation,
    card,
    mayManage,
    mayOverride: may('version.override'),
    notice,
    training,
  };
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
