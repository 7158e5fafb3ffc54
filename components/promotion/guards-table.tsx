'use client';
import { Panel } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { GuardView } from '@/lib/domain/promotion/schema';

const KINDS = { ok: 'ok', broken: 'bad', few: 'off' } as const;

/** What the guards of a promotion have seen at their last look. */
export function GuardsTable({ label, views }: { label: string; views: readonly GuardView[] }) {
  const t = useTranslations('promotion.guards');
  const format = useFormat();
  const write = ({ guard }: GuardView, value: number | null) => {
    if (value === null) return '–';
    if (guard === 'latency') return format.duration(value);
    // A mean absolute error has the unit of its target.
    if (guard === 'accuracy' && value > 1) return format.figures(value, 4);
    return format.percent(value, { digits: 1 });
  };
  return (
    <Panel flush>
      <Table
        label={label}
        rows={views}
        rowKey={({ guard }) => guard}
        columns={[
          { key: 'guard', header: t('guard'), cell: ({ guard }) => t(`names.${guard}`) },
          {
            key: 'verdict',
            header: t('verdict'),
            cell: ({ verdict, counted, needed, isAwaited }) => (
              <State kind={KINDS[verdict]}>
                {verdict !== 'few' || needed === 0
                  ? t(`verdicts.${verdict}`)
                  : t(isAwaited ? 'waits' : 'notAwaited', { counted, needed })}
              </State>
            ),
          },
          { key: 'value', header: t('value'), align: 'right', cell: (view) => write(view, view.value) },
          { key: 'reference', header: t('reference'), align: 'right', cell: (view) => write(view, view.reference) },
          { key: 'limit', header: t('limit'), align: 'right', cell: (view) => write(view, view.limit) },
          {
            key: 'n',
            header: t('n'),
            align: 'right',
            cell: ({ n, referenceN }) => t('counts', { n, reference: referenceN }),
          },
        ]}
      />
    </Panel>
  );
}
