import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { validationQueries } from '@/components/validation/queries';
import { ValidationView } from '@/components/validation/validation-view';
import { getValidation } from '@/lib/domain/validation';
import { requireVersion, type VersionParams, versionTitle } from '../version-page';

export { versionTitle as generateMetadata };

export default async function ValidationPage({ params }: { params: VersionParams }) {
  const { project, model, version, ctx, crumbs, may } = await requireVersion(params, 'version.view');
  const t = await getTranslations('validation.report');
  const of = { project: project.slug, model: model.name, number: version.number };
  const validation = {
    queryKey: validationQueries.validation(of).queryKey,
    load: () => getValidation(ctx, { model: model.id, number: version.number }),
  };
  return (
    <>
      <TopBar crumbs={[...crumbs, { label: t('title') }]} />
      <PageBody>
        <Prefetch entries={[validation]}>
          <ValidationView of={of} hasFile={version.servedBy === 'runner'} mayManage={may('version.manage')} />
        </Prefetch>
      </PageBody>
    </>
  );
}
