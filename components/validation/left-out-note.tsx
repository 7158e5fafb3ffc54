'use client';
import { Note } from '@/components/ui/note';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { EvaluationResult } from '@/lib/domain/validation/schema';

/** Which rows of the file are in no number because the version has seen them; or that nobody knows. */
export function LeftOutNote({
  project,
  result: { leftOut, rows },
}: {
  project: string;
  result: Pick<EvaluationResult, 'leftOut' | 'rows'>;
}) {
  const t = useTranslations('validation.evaluation.leftOut');
  const format = useFormat();
  if (!leftOut)
    return (
      <Note kind="info" title={t('unknown')}>
        {t('unknownNext')}
      </Note>
    );
  const { sameRow, sameEntity, beforeCutOff, features, entityColumns, timeColumn, cutOff } = leftOut;
  const count = sameRow + sameEntity + beforeCutOff;
  const reasons = [
    features === 0 ? t('rowsNotCompared') : t('sameRow', { count: sameRow, features }),
    entityColumns.length === 0
      ? t('entitiesNotCompared')
      : t('sameEntity', { count: sameEntity, columns: entityColumns.join(', ') }),
    timeColumn === null || cutOff === null
      ? t('datesNotCompared')
      : t('beforeCutOff', { count: beforeCutOff, cutOff: format.exact(cutOff), column: timeColumn }),
  ];
  return (
    <Note
      kind="info"
      title={t('title', { count, all: format.number(count + rows) })}
      actions={
        <TextLink href={`/p/${project}/datasets/${leftOut.datasetId}?version=${leftOut.datasetNumber}`}>
          {t('dataset', { name: leftOut.datasetName, number: leftOut.datasetNumber })}
        </TextLink>
      }
    >
      <ul className="list-disc pl-4">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </Note>
  );
}
