'use client';
import { parseAsInteger, useQueryState } from 'nuqs';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';

/** The version whose inputs are compared, kept in the address; null is the champion. */
export function useVersionChoice() {
  const [version, setVersion] = useQueryState(
    'version',
    parseAsInteger.withOptions({ history: 'push', shallow: false }),
  );
  return { version: version !== null && version > 0 ? version : null, setVersion };
}

export function VersionChoice({ versions, champion }: { versions: readonly number[]; champion: number }) {
  const t = useTranslations('drift.version');
  const { version, setVersion } = useVersionChoice();
  if (versions.length < 2) return null;
  return (
    <Select
      label={t('label')}
      value={String(version ?? champion)}
      onValue={(next) => void setVersion(Number(next) === champion ? null : Number(next))}
      options={versions.toReversed().map((number) => ({
        value: String(number),
        label: t(number === champion ? 'champion' : 'one', { number }),
      }))}
    />
  );
}
