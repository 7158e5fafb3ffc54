import { Select } from '@/components/ui/select';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { FeedbackFilter, FeedbackPage } from '@/lib/domain/feedback/schema';
import { SEVERITIES } from '@/lib/domain/predictions/schema';

const ALL = 'all';

/** Narrows the list by severity and by a field that is named, each with how much of all feedback it is. */
export function FeedbackFilters({
  page: { severities, fields },
  filter,
  onFilter,
}: {
  page: Pick<FeedbackPage, 'severities' | 'fields'>;
  filter: FeedbackFilter;
  onFilter: (more: { severity?: string | null; field?: string | null }) => void;
}) {
  const t = useTranslations('feedback.filters');
  const words = useTranslations('feedback.judge.severities');
  const format = useFormat();
  const counted = (name: string, n: number) => t('counted', { name, n: format.number(n) });
  return (
    <>
      <Select
        label={t('severity')}
        value={filter.severity ?? ALL}
        onValue={(value) => onFilter({ severity: value === ALL ? null : value })}
        options={[
          { value: ALL, label: t('anySeverity') },
          ...SEVERITIES.map((value) => ({ value, label: counted(words(value), severities[value]) })),
        ]}
      />
      {fields.length > 0 || filter.field ? (
        <Select
          label={t('field')}
          value={filter.field ?? ALL}
          onValue={(value) => onFilter({ field: value === ALL ? null : value })}
          options={[
            { value: ALL, label: t('anyField') },
            ...fields.map(({ field, count }) => ({ value: field, label: counted(field, count) })),
          ]}
        />
      ) : null}
    </>
  );
}
