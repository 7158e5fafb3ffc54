import { requireModel } from '@/app/page-context';
import { modelHref } from '@/components/shell/addresses';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { GateView } from '@/components/validation/gate-view';
import { validationQueries } from '@/components/validation/queries';
import { getGate } from '@/lib/domain/validation';

export const generateMetadata = async () => ({ title: (await getTranslations('validation.gate'))('title') });

export default async function GatePage({ params }: PageProps<'/p/[project]/models/[model]/promotion/gate'>) {
  const { project, model, ctx, may } = await requireModel(params, 'promotion.view');
  const [t, places] = await Promise.all([getTranslations('validation.gate'), getTranslations('promotion')]);
  const base = modelHref(project.slug, model.name);
  const gate = {
    queryKey: validationQueries.gate(project.slug, model.name).queryKey,
    load: () => getGate(ctx, { model: model.id }),
  };
  return (
    <Prefetch entries={[gate]}>
      <TopBar
        crumbs={[
          { label: model.name, href: base },
          { label: places('title'), href: `${base}/promotion` },
          { label: t('title') },
        ]}
      />
      <PageBody>
        <GateView project={project.slug} model={model.name} mayEdit={may('promotion.rules')} />
      </PageBody>
    </Prefetch>
  );
}
