import { redirect } from 'next/navigation';
import { readingOf } from '@/app/model-reading';
import { requireModel } from '@/app/page-context';
import { ReplayPanel } from '@/components/demo/replay-panel';
import { RecentFeedback } from '@/components/feedback/recent-feedback';
import { OverviewHeader } from '@/components/monitoring/overview-header';
import { OverviewView } from '@/components/monitoring/overview-view';
import { OVERVIEW_RANGE } from '@/components/monitoring/queries';
import { modelHref } from '@/components/shell/addresses';
import { RangeControl } from '@/components/shell/range-control';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { callOf, championFacts, sendingOf } from './champion-facts';
import { TrafficPrefetch } from './traffic-prefetch';

export async function generateMetadata({ params }: PageProps<'/p/[project]/models/[model]'>) {
  const { model } = await requireModel(params, 'model.view');
  return { title: model.name };
}

export default async function OverviewPage(props: PageProps<'/p/[project]/models/[model]'>) {
  const { project, model, ctx, may } = await requireModel(props.params, 'model.view');
  if (!may('prediction.view')) redirect(`${modelHref(project.slug, model.name)}/try`);
  if (model.champion === null) redirect(`${modelHref(project.slug, model.name)}/versions`);
  const [t, facts, call, reading, search] = await Promise.all([
    getTranslations('shell.places'),
    model.elsewhere ? null : championFacts(ctx, model, model.champion),
    model.elsewhere ? sendingOf(ctx, model) : callOf(ctx, model),
    readingOf(ctx, model.id),
    props.searchParams,
  ]);
  const at = { project: project.slug, model: model.name };
  return (
    <TrafficPrefetch ctx={ctx} project={project.slug} model={model} search={{ ...search, version: undefined }}>
      <TopBar
        crumbs={[{ label: t('models'), href: `/p/${project.slug}/models` }, { label: model.name }]}
        range={<RangeControl fallback={OVERVIEW_RANGE} />}
      />
      <PageBody>
        <OverviewHeader project={project.slug} model={model} mayUpload={may('version.upload')} />
        <OverviewView project={project.slug} model={model} facts={facts} {...call} mayManage={may('version.manage')}>
          <RecentFeedback {...at} classes={reading.classes} />
          <ReplayPanel {...at} mayChange={may('demo.load')} />
        </OverviewView>
      </PageBody>
    </TrafficPrefetch>
  );
}
