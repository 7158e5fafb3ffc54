'use client';
import { CopyId } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { shortId } from '@/components/ui/format';
import { Amount, Dash } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { EvaluationReport } from '@/lib/domain/validation/schema';
import { BaselinesTable } from './baselines-table';

/** Under this many independent rows a share is no verdict. */
const fewRows = 30;

/** What was measured on which rows, with its interval, and what the simplest rules score on the same rows. */
export function EvaluationNumbers({ report }: { report: EvaluationReport }) {
  const t = useTranslations('cards.numbers');
  const format = useFormat();
  const { result } = report;
  const { classification, regression, leftOut } = result;
  const main = classification?.accuracy ?? regression?.mae;
  const unit = regression?.unit ?? undefined;
  const sized = (value: number | null) =>
    value === null ? t('unknown') : classification ? format.percent(value) : format.figures(value, 4);
  const score = (value: number | null, digits = 3) =>
    value === null ? <Dash /> : <Amount value={format.number(value, { digits })} />;
  const amount = (value: number | null) =>
    value === null ? <Dash /> : <Amount value={format.figures(value, 4)} unit={unit} />;
  const measures = classification
    ? [
        { key: 'f1', term: t('macroF1'), value: score(classification.macroF1) },
        { key: 'loss', term: t('logLoss'), value: score(classification.logLoss) },
        { key: 'auc', term: t('rocAuc'), value: score(classification.rocAuc) },
      ]
    : regression
      ? [
          { key: 'rmse', term: t('rmse'), value: amount(regression.rmse) },
          { key: 'r2', term: t('r2'), value: score(regression.r2) },
          { key: 'bias', term: t('meanError'), value: amount(regression.meanError) },
        ]
      : [];
  const isFew = result.effectiveRows < fewRows;
  return (
    <div className="flex flex-col gap-5">
      {main ? (
        <div>
          <p className={isFew ? 'text-md text-ink-3' : 'text-md'}>
            <strong className="font-semibold">
              {classification
                ? t('right', { share: sized(main.value) })
                : unit
                  ? t('off', { value: sized(main.value), unit })
                  : t('offUnitless', { value: sized(main.value) })}
            </strong>{' '}
            {main.low === null || main.high === null
              ? null
              : t('interval', { between: format.between(sized(main.low), sized(main.high)) })}
          </p>
          <p className="text-xs text-ink-3">
            {t('rows', { n: format.number(result.rows), effective: format.number(result.effectiveRows) })}
            {result.group ? `, ${t('clustered', { column: result.group })}` : null}
            {result.unlabelled > 0 ? `, ${t('unlabelled', { n: format.number(result.unlabelled) })}` : null}
            {`, ${leftOut ? t('leftOut', { n: format.number(leftOut.sameRow + leftOut.sameEntity + leftOut.beforeCutOff) }) : t('overlapUnknown')}`}
            {isFew ? `, ${t('few')}` : null}
          </p>
        </div>
      ) : null}
      <BaselinesTable baselines={result.baselines} number={report.versionNumber} unit={unit} />
      <DefinitionList flow="row" items={measures} />
      <p className="text-xs text-ink-3">
        {t('asOf', { when: format.dayTime(report.createdAt), person: report.createdBy, file: report.filename })}{' '}
        <span className="print:hidden">
          <CopyId id={report.fileSha256} shown={shortId(report.fileSha256)} what={t('sha256')} />
        </span>
        <code className="hidden print:inline">{report.fileSha256}</code>
      </p>
    </div>
  );
}
