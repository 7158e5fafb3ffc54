'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { useRange } from '@/components/shell/range-control';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { DRIFT_PROFILES, type DriftReport, type DriftReportRequest } from '@/lib/domain/drift/schema';
import { api, apiResponse } from '@/lib/platform/http/client';
import { DRIFT_RANGE, driftQueries, windowQuery } from './queries';
import type { OfVersion } from './reference-form';
import { ReportTable } from './report-table';

type Profile = DriftReportRequest['profile'];

/** The raw rows of the window against those of the reference, by the rules of the tool that somebody knows. */
export function ReportsSection({ of, mayEdit }: { of: OfVersion; mayEdit: boolean }) {
  const t = useTranslations('drift.reports');
  const query = useQuery(driftQueries.reports(of.project, of.model));
  const client = useQueryClient();
  const range = useRange(DRIFT_RANGE);
  const [profile, setProfile] = useState<Profile>('evidently');
  const address = `/api/models/${encodeURIComponent(of.model)}/drift/reports`;
  const refresh = () => client.invalidateQueries({ queryKey: driftQueries.reports(of.project, of.model).queryKey });
  const start = useMutation({
    mutationFn: () =>
      api<DriftReport>(address, {
        method: 'POST',
        project: of.project,
        body: { profile, version: of.version, ...windowQuery(range.text, new Date()) },
      }),
    onSuccess: refresh,
  });
  const stop = useMutation({
    mutationFn: (id: string) => apiResponse(`${address}/${id}`, { method: 'DELETE', project: of.project }),
    onSuccess: refresh,
  });
  const problem = start.error ?? stop.error;
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <div className="flex flex-col gap-4">
        <Panel>
          <p className="max-w-measure text-md text-ink-2">{t('what')}</p>
          {mayEdit ? (
            <div className="mt-4 flex flex-wrap items-center gap-3">
              <Segmented
                label={t('rules')}
                choices={DRIFT_PROFILES.map((value) => ({ value, label: t(`profiles.${value}`) }))}
                value={profile}
                onValue={setProfile}
              />
              <Button busy={start.isPending} onClick={() => start.mutate()}>
                {t('compare')}
              </Button>
            </div>
          ) : null}
          {problem ? <InlineError error={problem} title={t('failed')} /> : null}
        </Panel>
        <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-24 w-full" />}>
          {({ reports }) => {
            const [newest] = reports;
            return newest ? (
              <Report report={newest} onStop={mayEdit ? () => stop.mutate(newest.id) : null} model={of.model} />
            ) : null;
          }}
        </QueryPanel>
      </div>
    </Section>
  );
}

function Report({ report, onStop, model }: { report: DriftReport; onStop: (() => void) | null; model: string }) {
  const t = useTranslations('drift.reports');
  const format = useFormat();
  const name = t(`profiles.${report.profile}`);
  const window = { from: format.dayTime(report.from), to: format.dayTime(report.to) };
  if (report.state === 'waiting' || report.state === 'running')
    return (
      <Note
        kind="busy"
        title={t('running', { name })}
        actions={
          onStop ? (
            <Button size="sm" onClick={onStop}>
              {t('stop')}
            </Button>
          ) : undefined
        }
      >
        {t('read', { rows: report.read })}
      </Note>
    );
  if (report.state === 'failed' || report.state === 'cancelled' || !report.result)
    return (
      <Note
        kind={report.state === 'cancelled' ? 'off' : 'bad'}
        title={t(report.state === 'cancelled' ? 'cancelled' : 'broken', { name })}
      >
        {report.message}
      </Note>
    );
  const { result } = report;
  const drifted = result.columns.filter((column) => column.drifted).length;
  return (
    <>
      <Note
        kind={drifted > 0 ? 'warn' : 'ok'}
        title={t('verdict', { name, drifted, total: result.columns.length })}
        detail={t('of', {
          version: report.version,
          rows: result.rows,
          ...window,
          reference: result.reference.rows,
          file: result.reference.filename ?? '–',
        })}
      >
        {result.drifted === null ? null : t(result.drifted ? 'setDrifts' : 'setHolds')} {result.isCut ? t('cut') : null}
      </Note>
      <ReportTable report={report} result={result} model={model} />
    </>
  );
}
