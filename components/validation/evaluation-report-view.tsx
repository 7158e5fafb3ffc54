'use client';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { StatRow } from '@/components/ui/stat';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { EvaluationReport, EvaluationResult } from '@/lib/domain/validation/schema';
import { BaselinesTable } from './baselines-table';
import { ClassResults } from './class-results';
import { judgeEvaluation } from './judge-evaluation';
import { LeftOutNote } from './left-out-note';
import { ReportMeta } from './report-meta';

/** The last evaluation: the metric with its interval, the baselines on the same rows, and the classes. */
export function EvaluationReportView({
  project,
  report,
  classNames,
}: {
  project: string;
  report: EvaluationReport;
  classNames: Readonly<Record<string, string>>;
}) {
  const t = useTranslations('validation.evaluation');
  const format = useFormat();
  const { result } = report;
  const verdict = judgeEvaluation(result);
  const n = t('n', { rows: format.number(result.rows), effective: format.number(result.effectiveRows) });
  return (
    <>
      <Note
        kind={verdict === 'better' ? 'ok' : verdict === 'no-better' ? 'warn' : 'info'}
        title={<Headline result={result} />}
        detail={`${n}. ${result.group ? t('groupedBy', { group: result.group }) : t('notGrouped')}`}
      >
        {t(`verdicts.${verdict}`)}
      </Note>
      <div className="mt-4">
        <LeftOutNote project={project} result={result} />
      </div>
      <div className="mt-4">
        <Numbers result={result} n={n} />
      </div>
      <BaselinesTable result={result} />
      {result.classification ? (
        <ClassResults classification={result.classification} classNames={classNames} rows={result.rows} />
      ) : null}
      <Panel className="mt-4">
        <p className="text-xs text-ink-3">
          {t('target')}: <code>{result.target}</code>
          {result.unlabelled > 0 ? ` · ${t('unlabelled', { count: result.unlabelled })}` : ''}
          {result.ignored.length > 0 ? ` · ${t('ignored', { names: result.ignored.slice(0, 20).join(', ') })}` : ''}
        </p>
        <ReportMeta report={report} />
      </Panel>
    </>
  );
}

function Headline({ result }: { result: EvaluationResult }) {
  const t = useTranslations('validation.evaluation');
  const format = useFormat();
  const { classification, regression } = result;
  if (classification && classification.accuracy.value !== null)
    return t('headlineAccuracy', { share: format.percent(classification.accuracy.value) });
  if (regression && regression.mae.value !== null)
    return t('headlineMae', {
      value: format.withUnit(format.figures(regression.mae.value, 3), regression.unit ?? '').trim(),
    });
  return t('headlineNone');
}

function Numbers({ result, n }: { result: EvaluationResult; n: string }) {
  const t = useTranslations('validation.evaluation');
  const format = useFormat();
  const { classification, regression } = result;
  const isFew = result.effectiveRows < 30;
  const shown = (value: number | null) => (value === null ? '–' : format.score(value));
  const error = (value: number) => format.figures(value, 4);
  const measured = classification?.accuracy ?? regression?.mae;
  const unit = regression?.unit ? { unit: regression.unit } : {};
  const interval =
    measured && measured.low !== null && measured.high !== null
      ? t('interval', {
          range: regression
            ? format.between(error(measured.low), error(measured.high))
            : format.between(format.score(measured.low), format.score(measured.high)),
          method: t(`methods.${measured.method}`),
        })
      : t('noInterval');
  const stats = classification
    ? [
        { key: 'accuracy', label: t('accuracy'), value: shown(classification.accuracy.value), detail: interval },
        { key: 'f1', label: t('macroF1'), value: shown(classification.macroF1), detail: n },
        {
          key: 'loss',
          label: t('logLoss'),
          value: shown(classification.logLoss),
          detail: classification.logLoss === null ? t('noProbabilities') : n,
        },
        {
          key: 'auc',
          label: t('rocAuc'),
          value: shown(classification.rocAuc),
          detail: classification.rocAuc === null ? t('twoClassesOnly') : n,
        },
      ]
    : regression
      ? [
          {
            key: 'mae',
            label: t('mae'),
            value: regression.mae.value === null ? '–' : error(regression.mae.value),
            detail: interval,
            ...unit,
          },
          {
            key: 'rmse',
            label: t('rmse'),
            value: regression.rmse === null ? '–' : error(regression.rmse),
            detail: n,
            ...unit,
          },
          { key: 'r2', label: t('r2'), value: shown(regression.r2), detail: n },
          {
            key: 'bias',
            label: t('meanError'),
            value: regression.meanError === null ? '–' : format.number(regression.meanError, { digits: 3, sign: true }),
            detail: t('meanErrorDetail'),
            ...unit,
          },
        ]
      : [];
  return <StatRow stats={stats.map((stat) => (isFew ? { ...stat, tone: 'quiet' as const } : stat))} />;
}
