import { requirePlace } from '@/app/page-context';
import { publicAddress } from '@/app/public-address';
import { RegisterView } from '@/components/ingest/register-view';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';

export const generateMetadata = async () => ({ title: (await getTranslations('ingest.register'))('title') });

export default async function NewElsewherePage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await requirePlace((await params).project, 'version.upload');
  const [places, t, url] = await Promise.all([
    getTranslations('shell.places'),
    getTranslations('ingest.register'),
    publicAddress(),
  ]);
  return (
    <>
      <TopBar crumbs={[{ label: places('models'), href: `/p/${project.slug}/models` }, { label: t('title') }]} />
      <PageBody>
        <RegisterView project={project.slug} url={url} />
      </PageBody>
    </>
  );
}
