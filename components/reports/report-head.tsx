'use client';
import { Download, Printer } from 'lucide-react';
import { downloadText } from '@/components/charts/csv';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { MonitoringReport } from '@/lib/domain/reports/schema';

/** Whose report it is, of which time, made when and opened by whom, with the ways to keep it. */
export function ReportHead({
  report,
  project,
  person,
  here,
  isSaved,
}: {
  report: MonitoringReport;
  /** Name of the project. */
  project: string;
  person: string;
  /** Address of the page of what is known now. */
  here: string;
  isSaved: boolean;
}) {
  const t = useTranslations('reports');
  const format = useFormat();
  const { model, champion, from, to, madeAt } = report;
  const window = t('window', { from: format.dayTime(from), to: format.dayTime(to) });
  const of = champion === null ? t('ofNone', { model: model.name }) : t('of', { model: model.name, champion });
  const when = format.dayTime(madeAt);
  const download = () => {
    const name = `${model.name}-report-${from.slice(0, 10)}-${to.slice(0, 10)}.json`;
    downloadText(name, `${JSON.stringify(report, null, 2)}\n`, 'application/json');
  };
  return (
    <>
      <p className="mb-3 hidden text-xs text-ink-3 print:block">
        {[project, t('made', { when }), t('by', { person })].join(' · ')}
      </p>
      <PageHeader
        title={t('title')}
        sentence={`${of}: ${window}`}
        actions={
          <>
            <Button icon={<Download aria-hidden="true" />} onClick={download}>
              {t('json')}
            </Button>
            <Button icon={<Printer aria-hidden="true" />} onClick={() => globalThis.print()}>
              {t('print')}
            </Button>
          </>
        }
      />
      {isSaved ? (
        <div className="no-print mb-4">
          <Note kind="info" actions={<TextLink href={here}>{t('now')}</TextLink>}>
            {t('saved', { when })}
          </Note>
        </div>
      ) : null}
    </>
  );
}
