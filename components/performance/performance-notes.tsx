'use client';
import { Note } from '@/components/ui/note';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { FEW_BLOCKS, type Performance } from '@/lib/domain/performance/schema';
import { drawnBlocks, useBlockWords } from './use-block-words';

const SHOWN = 5;

/** What stands between the numbers and their meaning: whose labels they are, days, labels that do not fit, rows that are missing. */
export function PerformanceNotes({ performance }: { performance: Performance }) {
  const t = useTranslations('performance.notes');
  const format = useFormat();
  const { effective, column } = useBlockWords(performance);
  const { basis, days, n, labels } = performance;
  const values = labels.misfitValues
    .slice(0, SHOWN)
    .map(({ value, n: count }) =>
      t('misfitValue', { value: value === '' ? t('emptyValue') : value, n: format.number(count) }),
    )
    .join(', ');
  return (
    <>
      {basis === 'chosen' ? (
        <Note kind="warn" title={t('chosen', { n })}>
          {t('chosenMeaning')}
        </Note>
      ) : null}
      {basis !== null && drawnBlocks(performance) < FEW_BLOCKS ? (
        column === null ? (
          <Note kind="info" title={t('fewDays', { n, days })}>
            {t('fewDaysMeaning', { least: FEW_BLOCKS })}
          </Note>
        ) : (
          <Note kind="info" title={t('fewEntities', { n, effective, column })}>
            {t('fewEntitiesMeaning', { column, least: FEW_BLOCKS })}
          </Note>
        )
      ) : null}
      {labels.misfits > 0 ? (
        <Note kind="warn" title={t('misfits', { count: labels.misfits })} detail={t('misfitsShown', { values })}>
          {t('misfitsMeaning')}
        </Note>
      ) : null}
      {labels.unanswered > 0 ? (
        <Note kind="warn" title={t('unanswered', { count: labels.unanswered })}>
          {t('unansweredMeaning')}
        </Note>
      ) : null}
      {labels.unmatched > 0 ? (
        <Note kind="info" title={t('unmatched', { count: labels.unmatched })}>
          {t('unmatchedMeaning')}
        </Note>
      ) : null}
    </>
  );
}
