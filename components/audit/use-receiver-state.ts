'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { AuditReceiver } from '@/lib/domain/audit/schema';

/** What became of the newest head on its way to a receiver, in words. */
export function useReceiverState() {
  const t = useTranslations('audit.state');
  const outcomes = useTranslations('alerts.words.outcome');
  const format = useFormat();
  return ({ last }: AuditReceiver): string => {
    if (!last) return t('none');
    const { state, attempts, outcome, day, endedAt } = last;
    const reason =
      outcome && outcome.result !== 'sent' ? outcomes(outcome.result, { status: outcome.status ?? 0 }) : '';
    if (state === 'sent') return t('sent', { at: format.exact(endedAt ?? day) });
    if (state === 'waiting') return t(attempts === 0 ? 'waiting' : 'again', { day, tries: attempts, reason });
    return t('failed', { day, tries: attempts, reason });
  };
}
