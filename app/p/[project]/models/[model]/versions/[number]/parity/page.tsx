import { ElsewhereNotice } from '@/components/ingest/elsewhere-notice';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { ParityView } from '@/components/validation/parity-view';
import { validationQueries } from '@/components/validation/queries';
import { getReports } from '@/lib/domain/validation';
import { requireVersion, type VersionParams, versionTitle } from '../version-page';

export { versionTitle as generateMetadata };

export default async function ParityPage({ params }: { params: VersionParams }) {
  const { project, model, version, ctx, places, crumbs, may } = await requireVersion(params, 'version.manage');
  const t = await getTranslations('registry.steps');
  const of = { project: project.slug, model: model.name, number: version.number };
  const reports = {
    queryKey: validationQueries.reports(of).queryKey,
    load: () => getReports(ctx, { model: model.id, number: version.number }),
  };
  const columns = places.map(({ name }) => name);
  return (
    <>
      <TopBar crumbs={[...crumbs, { label: t('parity') }]} />
      <PageBody>
        {model.elsewhere ? (
          <ElsewhereNotice project={project.slug} model={model.name} place="parity" maySend={may('version.manage')} />
        ) : (
          <Prefetch entries={[reports]}>
            <ParityView of={of} columns={columns} task={version.signature.reading.task} />
          </Prefetch>
        )}
      </PageBody>
    </>
  );
}
