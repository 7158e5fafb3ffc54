'use client';
import { Note } from '@/components/ui/note';
import { StatRow } from '@/components/ui/stat';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { QueryPreview } from '@/lib/domain/collection/schema';

/** What a query would give: rows, labels, and what is left out. */
export function QueryPreviewNote({ found }: { found: QueryPreview }) {
  const t = useTranslations('datasets.preview');
  const sources = useTranslations('datasets.fromPredictions.source');
  const format = useFormat();
  const { calls, isWhole, rows, labelled, exam, taken, bySource, cutOff, entity } = found;
  const share = (part: number, of: number) => (of === 0 ? '–' : format.percent(part / of));
  return (
    <div className="flex flex-col gap-3" role="status">
      <StatRow
        stats={[
          {
            key: 'rows',
            label: t('rows'),
            value: format.number(rows),
            detail: t('ofCalls', { n: format.number(calls) }),
          },
          {
            key: 'labelled',
            label: t('labelled'),
            value: format.number(labelled),
            detail: t('ofRows', { share: share(labelled, rows), n: format.number(rows) }),
          },
          {
            key: 'exam',
            label: t('exam'),
            value: format.number(exam),
            detail: t('ofLabelled', { share: share(exam, labelled), n: format.number(labelled) }),
          },
          {
            key: 'taken',
            label: t('taken'),
            value: format.number(taken),
            detail: cutOff ? t('cutOff', { when: format.dayTime(cutOff) }) : t('noRows'),
          },
        ]}
      />
      {isWhole ? null : <Note kind="warn">{t('partial', { n: format.number(calls) })}</Note>}
      <p className="text-sm text-ink-2">
        {entity ? t('entity', { name: entity }) : t('noEntity')}{' '}
        {bySource.map(({ source, rows: n }) => `${sources(source)}: ${format.number(n)}`).join(', ')}
      </p>
    </div>
  );
}
