import { notFound, redirect } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { ReportIncidents } from '@/components/alerts/report-incidents';
import { ReportDrift } from '@/components/drift/report-drift';
import { ReportTraffic } from '@/components/monitoring/report-traffic';
import { ReportPerformance } from '@/components/performance/report-performance';
import { reportQueries } from '@/components/reports/queries';
import { ReportHead } from '@/components/reports/report-head';
import { ReportsView } from '@/components/reports/reports-view';
import { modelHref } from '@/components/shell/addresses';
import { Prefetch } from '@/components/shell/prefetch';
import { type RangeName, rangeNames, readRange, writeRange } from '@/components/shell/range';
import { RangeControl } from '@/components/shell/range-control';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { Section, SectionHeading } from '@/components/ui/panel';
import { getMonitoringReport, getPastReport, listModelReports } from '@/lib/domain/reports';
import type { MonitoringReport } from '@/lib/domain/reports/schema';
import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';

const RANGE: RangeName = '28d';

export const generateMetadata = async () => ({ title: (await getTranslations('reports'))('title') });

/** The report of the window in the address, or one that was kept. */
async function reportOf(
  ctx: Ctx,
  model: string,
  { range, saved }: { range: string | null; saved: string | null },
): Promise<MonitoringReport> {
  if (saved !== null)
    return getPastReport(ctx, { model, id: saved }).catch((error: unknown) => {
      if (isAppError(error) && error.code === 'not_found') notFound();
      throw error;
    });
  const now = ctx.now();
  const window = readRange(range ?? RANGE, now) ?? readRange(RANGE, now);
  const named = window ? { from: window.from.toISOString(), to: window.to.toISOString() } : {};
  return getMonitoringReport(ctx, { model, ...named });
}

const one = (value: string | string[] | undefined): string | null => (typeof value === 'string' ? value : null);

export default async function ReportPage({ params, searchParams }: PageProps<'/p/[project]/models/[model]/report'>) {
  const { project, model, ctx, person, may } = await requireModel(params, 'report.view');
  const base = modelHref(project.slug, model.name);
  if (model.champion === null) redirect(`${base}/versions`);
  const search = await searchParams;
  const saved = one(search.saved);
  const [t, report] = await Promise.all([
    getTranslations('reports'),
    reportOf(ctx, model.name, { range: one(search.range), saved }),
  ]);
  const asked = one(search.range);
  const range =
    saved === null && (asked === null || rangeNames.some((name) => name === asked))
      ? (asked ?? RANGE)
      : writeRange({ from: new Date(report.from), to: new Date(report.to) });
  const entries = [
    {
      queryKey: reportQueries.list(project.slug, model.name).queryKey,
      load: () => listModelReports(ctx, { model: model.name }),
    },
  ];
  return (
    <Prefetch entries={entries}>
      <TopBar
        crumbs={[{ label: model.name, href: base }, { label: t('title') }]}
        range={saved === null ? <RangeControl fallback={RANGE} /> : null}
      />
      <PageBody>
        <ReportHead
          report={report}
          project={project.name}
          person={person.name}
          here={`${base}/report`}
          isSaved={saved !== null}
        />
        <Section label={t('traffic')}>
          <SectionHeading title={t('traffic')} />
          <ReportTraffic traffic={report.traffic} model={model.name} range={range} base={base} />
        </Section>
        <Section label={t('drift')}>
          <SectionHeading title={t('drift')} />
          <ReportDrift drift={report.drift} model={model.name} />
        </Section>
        <Section label={t('performance')}>
          <SectionHeading title={t('performance')} />
          <ReportPerformance performance={report.performance} model={model.name} />
        </Section>
        <Section label={t('incidents')}>
          <SectionHeading title={t('incidents')} />
          <ReportIncidents project={project.slug} report={report} />
        </Section>
        <ReportsView
          project={project.slug}
          model={model.name}
          here={`${base}/report`}
          mayManage={may('report.manage')}
        />
      </PageBody>
    </Prefetch>
  );
}
