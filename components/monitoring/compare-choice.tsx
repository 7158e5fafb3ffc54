'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { readComparison } from './queries';

const NOTHING = 'nothing';

/** What the numbers are held against, kept in the address. */
export function useComparison() {
  const [text, setComparison] = useQueryState(
    'compare',
    parseAsString.withOptions({ history: 'push', shallow: false }),
  );
  return { compare: readComparison(text), setComparison };
}

export function CompareChoice({ versions }: { versions: readonly number[] }) {
  const t = useTranslations('monitoring.compare');
  const { compare, setComparison } = useComparison();
  return (
    <Select
      label={t('label')}
      value={compare === null ? NOTHING : String(compare)}
      onValue={(next) => void setComparison(next === NOTHING ? null : next)}
      options={[
        { value: NOTHING, label: t('nothing') },
        { value: 'before', label: t('before') },
        ...(versions.length > 1
          ? versions.toReversed().map((number) => ({ value: String(number), label: t('version', { number }) }))
          : []),
      ]}
    />
  );
}
