'use client';
import { versionHref } from '@/components/shell/addresses';
import { EmptyState } from '@/components/ui/empty-state';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Promotion } from '@/lib/domain/promotion/schema';
import { PromotionState } from './promotion-state';

/** Promotions that are over, newest first. */
export function PastPromotions({
  project,
  model,
  promotions,
}: {
  project: string;
  model: string;
  promotions: readonly Promotion[];
}) {
  const t = useTranslations('promotion.past');
  const format = useFormat();
  if (promotions.length === 0) return <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>;
  const why = ({ problem, decision, reason }: Promotion) =>
    problem ? `${t(`problems.${problem.kind}`)} ${problem.message}` : decision || reason;
  return (
    <Table
      label={t('title')}
      rows={promotions}
      rowKey={({ id }) => id}
      href={({ versionNumber }) => versionHref(project, model, versionNumber)}
      columns={[
        {
          key: 'version',
          header: t('version'),
          cell: (one) => t('change', { from: one.fromNumber, to: one.versionNumber }),
        },
        { key: 'state', header: t('state'), cell: ({ state }) => <PromotionState state={state} /> },
        { key: 'why', header: t('why'), phone: 'wide', cell: why },
        {
          key: 'asked',
          header: t('asked'),
          cell: ({ askedBy, createdAt }) => (
            <span>
              {format.dayTime(createdAt)}
              <span className="block text-xs text-ink-3">{askedBy}</span>
            </span>
          ),
        },
        {
          key: 'ended',
          header: t('ended'),
          cell: ({ endedAt }) => (endedAt === null ? '' : format.dayTime(endedAt)),
        },
      ]}
    />
  );
}
