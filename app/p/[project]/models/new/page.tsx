import { requirePlace } from '@/app/page-context';
import { UploadView } from '@/components/registry/upload-view';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';

export const generateMetadata = async () => ({ title: (await getTranslations('registry.upload'))('title') });

export default async function NewModelPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await requirePlace((await params).project, 'version.upload');
  const [places, t] = [await getTranslations('shell.places'), await getTranslations('registry.upload')];
  return (
    <>
      <TopBar crumbs={[{ label: places('models'), href: `/p/${project.slug}/models` }, { label: t('title') }]} />
      <PageBody>
        <UploadView project={project.slug} />
      </PageBody>
    </>
  );
}
