import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { FeedbackFilter } from '@/lib/domain/feedback/schema';
import { SEVERITIES } from '@/lib/domain/predictions/schema';

/** What the list of feedback is narrowed by, kept in the address. */
export function useFeedbackFilter(): [
  FeedbackFilter,
  (more: { severity?: string | null; field?: string | null }) => void,
] {
  const [{ severity, field }, set] = useQueryStates({
    severity: parseAsStringLiteral(SEVERITIES),
    field: parseAsString,
  });
  const filter = { severity: severity ?? undefined, field: field ?? undefined };
  return [
    filter,
    ({ severity: next, ...more }) =>
      void set({
        ...more,
        ...(next === undefined ? {} : { severity: SEVERITIES.find((one) => one === next) ?? null }),
      }),
  ];
}
