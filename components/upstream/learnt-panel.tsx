'use client';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useTranslations } from '@/components/ui/use-translations';
import type { UpstreamView } from '@/lib/domain/upstream/schema';

type LearntColumn = NonNullable<UpstreamView['learnt']>['columns'][number];

/** The columns that were found in the calls. */
export function LearntPanel({ view }: { view: UpstreamView }) {
  const t = useTranslations('upstream.learnt');
  const columns: Column<LearntColumn>[] = [
    { key: 'name', header: t('column'), cell: ({ name }) => <code className="[overflow-wrap:anywhere]">{name}</code> },
    { key: 'kind', header: t('kind'), cell: ({ kind }) => t(`kinds.${kind}`) },
    { key: 'nullable', header: t('missing'), cell: ({ nullable }) => (nullable ? t('sometimes') : t('never')) },
  ];
  const { learnt, callsLearnt, settlesAfter } = view;
  return (
    <>
      <SectionHeading
        title={t('title')}
        hint={
          callsLearnt >= settlesAfter
            ? t('settled', { calls: settlesAfter })
            : t('learning', { calls: callsLearnt, of: settlesAfter })
        }
      />
      <Panel flush>
        {learnt ? (
          <Table label={t('title')} columns={columns} rows={learnt.columns} rowKey={({ name }) => name} />
        ) : (
          <EmptyState title={t('empty')}>{t('emptyBody')}</EmptyState>
        )}
      </Panel>
      {learnt ? <p className="mt-2 text-xs text-ink-3">{t('forms', { forms: learnt.forms.join(' · ') })}</p> : null}
    </>
  );
}
