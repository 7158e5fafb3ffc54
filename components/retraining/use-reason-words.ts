'use client';
import { useTranslations } from '@/components/ui/use-translations';
import type { TriggerReason } from '@/lib/domain/retraining/schema';

/** What made a model train again, in words. */
export function useReasonWords(): (reason: TriggerReason) => string {
  const t = useTranslations('retraining.reasons');
  return ({ kind, count, rule }) => t(kind, { count, rule: rule ?? '' });
}
