'use client';
import { parseAsInteger, useQueryState } from 'nuqs';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';

const ALL = 'all';

/** The version that numbers are narrowed to, kept in the address; null is all of them. */
export function useVersionFilter() {
  const [version, setVersion] = useQueryState(
    'version',
    parseAsInteger.withOptions({ history: 'push', shallow: false }),
  );
  return { version: version !== null && version > 0 ? version : null, setVersion };
}

export function VersionFilter({ versions, champion }: { versions: readonly number[]; champion: number | null }) {
  const t = useTranslations('monitoring.versions');
  const { version, setVersion } = useVersionFilter();
  const word = (number: number) => (number === champion ? t('champion', { number }) : t('one', { number }));
  return (
    <Select
      label={t('label')}
      value={version === null ? ALL : String(version)}
      onValue={(next) => void setVersion(next === ALL ? null : Number(next))}
      options={[
        { value: ALL, label: t('all') },
        ...versions.toReversed().map((number) => ({ value: String(number), label: word(number) })),
      ]}
    />
  );
}
