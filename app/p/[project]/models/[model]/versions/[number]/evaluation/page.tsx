import { ElsewhereNotice } from '@/components/ingest/elsewhere-notice';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { EvaluationView } from '@/components/validation/evaluation-view';
import { validationQueries } from '@/components/validation/queries';
import { getReports } from '@/lib/domain/validation';
import { requireVersion, type VersionParams, versionTitle } from '../version-page';

export { versionTitle as generateMetadata };

export default async function EvaluationPage({ params }: { params: VersionParams }) {
  const { project, model, version, overlay, ctx, places, crumbs, may } = await requireVersion(params, 'version.view');
  const t = await getTranslations('validation.evaluation');
  const of = { project: project.slug, model: model.name, number: version.number };
  const reports = {
    queryKey: validationQueries.reports(of).queryKey,
    load: () => getReports(ctx, { model: model.id, number: version.number }),
  };
  const facts = { columns: places.map(({ name }) => name), classNames: overlay?.classNames ?? {} };
  return (
    <>
      <TopBar crumbs={[...crumbs, { label: t('title') }]} />
      <PageBody>
        {model.elsewhere ? (
          <ElsewhereNotice
            project={project.slug}
            model={model.name}
            place="evaluation"
            maySend={may('version.manage')}
          />
        ) : (
          <Prefetch entries={[reports]}>
            <EvaluationView
              of={of}
              task={version.signature.reading.task}
              mayManage={may('version.manage')}
              {...facts}
            />
          </Prefetch>
        )}
      </PageBody>
    </>
  );
}
