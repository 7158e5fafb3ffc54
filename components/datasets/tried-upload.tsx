'use client';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { SavedUpload } from '@/lib/domain/datasets/schema';

/** What a dry run found. */
export function TriedUpload({ found }: { found: SavedUpload }) {
  const t = useTranslations('datasets.tried');
  const format = useFormat();
  const { rows, duplicates, cutOff, problems, problemCount } = found;
  const facts = t('facts', {
    rows: format.number(rows),
    duplicates: format.number(duplicates),
    cutOff: cutOff ? format.dayTime(cutOff) : t('noTime'),
  });
  if (problemCount === 0)
    return (
      <Note kind="ok" title={t('fits')}>
        {facts}
      </Note>
    );
  return (
    <div className="flex flex-col gap-3" role="alert">
      <Note kind="bad" title={t('problems', { count: problemCount })}>
        {facts}
      </Note>
      <Panel flush>
        <Table
          label={t('problems', { count: problemCount })}
          columns={[
            { key: 'line', header: t('line'), align: 'right', cell: ({ line }) => format.number(line) },
            { key: 'column', header: t('column'), cell: ({ column }) => <code>{column}</code> },
            { key: 'reason', header: t('reason'), cell: ({ reason }) => reason },
          ]}
          rows={problems}
          rowKey={({ line, column }) => `${line} ${column}`}
        />
      </Panel>
    </div>
  );
}
