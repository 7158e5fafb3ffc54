'use client';
import { useTranslations } from '@/components/ui/use-translations';

const KNOWN = [
  'no_body',
  'request_not_json',
  'request_not_read',
  'no_rows',
  'too_many_rows',
  'too_wide',
  'not_rows',
  'answer_not_json',
  'answer_not_read',
  'answer_too_large',
  'new_column',
  'other_kind',
  'other_answer',
] as const;

/** Why a call was handed on without being wholly read, in words. */
export function usePassReason(): (reason: string) => string {
  const t = useTranslations('upstream.reasons');
  return (reason) => {
    const known = KNOWN.find((name) => name === reason);
    return known ? t(known) : reason;
  };
}
