import { requirePlace } from '@/app/page-context';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { NewUpstreamView } from '@/components/upstream/new-upstream-view';

export const generateMetadata = async () => ({ title: (await getTranslations('upstream.new'))('title') });

export default async function NewUpstreamPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await requirePlace((await params).project, 'version.upload');
  const [places, t] = [await getTranslations('shell.places'), await getTranslations('upstream.new')];
  return (
    <>
      <TopBar crumbs={[{ label: places('models'), href: `/p/${project.slug}/models` }, { label: t('title') }]} />
      <PageBody>
        <NewUpstreamView project={project.slug} />
      </PageBody>
    </>
  );
}
