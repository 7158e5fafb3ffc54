import { requireModel } from '@/app/page-context';
import { ElsewhereNotice } from '@/components/ingest/elsewhere-notice';
import { UploadView } from '@/components/registry/upload-view';
import { modelHref } from '@/components/shell/addresses';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';

export const generateMetadata = async () => ({ title: (await getTranslations('registry.versions'))('new') });

export default async function NewVersionPage({ params }: { params: Promise<{ project: string; model: string }> }) {
  const { project, model } = await requireModel(params, 'version.upload');
  const [places, t] = [await getTranslations('shell.places'), await getTranslations('registry.versions')];
  const base = modelHref(project.slug, model.name);
  return (
    <>
      <TopBar
        crumbs={[
          { label: model.name, href: base },
          { label: places('versions'), href: `${base}/versions` },
          { label: t('new') },
        ]}
      />
      <PageBody>
        {model.elsewhere ? (
          <ElsewhereNotice project={project.slug} model={model.name} place="upload" maySend />
        ) : (
          <UploadView project={project.slug} model={model.name} />
        )}
      </PageBody>
    </>
  );
}
