import { redirect } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { PromotionView } from '@/components/promotion/promotion-view';
import { promotionQueries } from '@/components/promotion/queries';
import { modelHref } from '@/components/shell/addresses';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getEnvironments, listPromotions } from '@/lib/domain/promotion';

export const generateMetadata = async () => ({ title: (await getTranslations('promotion'))('title') });

export default async function PromotionPage({
  params,
  searchParams,
}: PageProps<'/p/[project]/models/[model]/promotion'>) {
  const { project, model, ctx, person, may } = await requireModel(params, 'promotion.view');
  const base = modelHref(project.slug, model.name);
  if (model.champion === null || model.elsewhere) redirect(`${base}/versions`);
  const { version } = await searchParams;
  const wanted = model.versions.find((number) => String(number) === version) ?? null;
  const t = await getTranslations('promotion');
  const entries = [
    {
      queryKey: promotionQueries.list(project.slug, model.name).queryKey,
      load: () => listPromotions(ctx, { model: model.id }),
    },
    {
      queryKey: promotionQueries.environments(project.slug, model.name).queryKey,
      load: () => getEnvironments(ctx, { model: model.id }),
    },
  ];
  return (
    <Prefetch entries={entries}>
      <TopBar crumbs={[{ label: model.name, href: base }, { label: t('title') }]} />
      <PageBody>
        <PromotionView
          project={project.slug}
          model={model.name}
          champion={model.champion}
          wanted={wanted}
          rights={{
            mayAsk: may('promotion.ask'),
            mayDecide: may('promotion.decide'),
            mayOverride: may('version.override'),
            person: person.name,
          }}
        />
      </PageBody>
    </Prefetch>
  );
}
