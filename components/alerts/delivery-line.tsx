'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Delivery } from '@/lib/domain/alerts/schema';
import { useAlertWords } from './use-alert-words';

/** What became of a message, in a sentence. */
export function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const t = useTranslations('alerts.incident.delivery');
  const format = useFormat();
  const words = useAlertWords();
  const { state, attempts, outcome, host, dueAt, event } = delivery;
  return t(state, {
    event: t(`event.${event}`),
    host,
    tries: attempts,
    next: dueAt ? format.time(dueAt) : '',
    reason: outcome && outcome.result !== 'sent' ? words.outcome(outcome) : '',
  });
}
