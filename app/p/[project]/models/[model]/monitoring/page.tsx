import { redirect } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { CompareChoice } from '@/components/monitoring/compare-choice';
import { LiveMark, LivePage } from '@/components/monitoring/live';
import { MonitoringView } from '@/components/monitoring/monitoring-view';
import { MONITORING_RANGE } from '@/components/monitoring/queries';
import { VersionFilter } from '@/components/monitoring/version-filter';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { RangeControl } from '@/components/shell/range-control';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { callOf } from '../champion-facts';
import { TrafficPrefetch } from '../traffic-prefetch';

export const generateMetadata = async () => ({ title: (await getTranslations('shell.places'))('monitoring') });

export default async function MonitoringPage(props: PageProps<'/p/[project]/models/[model]/monitoring'>) {
  const { project, model, ctx } = await requireModel(props.params, 'prediction.view');
  if (model.champion === null) redirect(`${modelHref(project.slug, model.name)}/versions`);
  const [t, call, search] = await Promise.all([getTranslations('monitoring'), callOf(ctx, model), props.searchParams]);
  const at = { project: project.slug, model: model.name };
  return (
    <TrafficPrefetch ctx={ctx} project={project.slug} model={model} search={search}>
      <LivePage>
        <TopBar
          crumbs={[{ label: model.name, href: modelHref(project.slug, model.name) }, { label: t('title') }]}
          range={<RangeControl fallback={MONITORING_RANGE} />}
          aside={<LiveMark {...at} />}
        />
        <PageBody>
          <PageHeader
            title={t('title')}
            sentence={t('question')}
            actions={
              <>
                <CompareChoice versions={model.versions} />
                <VersionFilter versions={model.versions} champion={model.champion} />
              </>
            }
          />
          <MonitoringView {...at} modelId={model.id} command={call.command} />
        </PageBody>
      </LivePage>
    </TrafficPrefetch>
  );
}
