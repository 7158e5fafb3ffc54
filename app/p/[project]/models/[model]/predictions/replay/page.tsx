import { requireModel } from '@/app/page-context';
import { ReplayView } from '@/components/replay/replay-view';
import { modelHref } from '@/components/shell/addresses';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';

export const generateMetadata = async () => ({ title: (await getTranslations('replay'))('title') });

export default async function ReplayPage({ params }: PageProps<'/p/[project]/models/[model]/predictions/replay'>) {
  const { project, model } = await requireModel(params, 'replay.run');
  const [t, places] = [await getTranslations('replay'), await getTranslations('shell.places')];
  const at = modelHref(project.slug, model.name);
  return (
    <>
      <TopBar
        crumbs={[
          { label: model.name, href: at },
          { label: places('predictions'), href: `${at}/predictions` },
          { label: t('title') },
        ]}
      />
      <PageBody>
        <ReplayView project={project.slug} model={model.name} versions={model.versions} />
      </PageBody>
    </>
  );
}
