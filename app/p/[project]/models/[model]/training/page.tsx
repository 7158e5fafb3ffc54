import { requireModel } from '@/app/page-context';
import { TrainingView } from '@/components/retraining/training-view';
import { modelHref } from '@/components/shell/addresses';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';

export const generateMetadata = async () => ({ title: (await getTranslations('shell.places'))('training') });

export default async function TrainingPage({ params }: PageProps<'/p/[project]/models/[model]/training'>) {
  const { project, model, may } = await requireModel(params, 'training.view');
  const t = await getTranslations('retraining');
  return (
    <>
      <TopBar crumbs={[{ label: model.name, href: modelHref(project.slug, model.name) }, { label: t('title') }]} />
      <PageBody>
        <TrainingView project={project.slug} model={model.name} mayManage={may('training.manage')} />
      </PageBody>
    </>
  );
}
