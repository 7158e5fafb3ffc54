'use client';
import { useRouter } from 'next/navigation';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';

/** Opens the card of another version; the choice is in the address. */
export function VersionSelect({
  base,
  versions,
  champion,
  number,
}: {
  base: string;
  versions: readonly number[];
  champion: number | null;
  number: number;
}) {
  const t = useTranslations('cards');
  const router = useRouter();
  const name = (version: number) => t(version === champion ? 'champion' : 'version', { number: version });
  if (versions.length < 2) return null;
  return (
    <Select
      label={`${t('chooseVersion')}: ${name(number)}`}
      value={String(number)}
      onValue={(version) => router.push(`${base}?version=${version}`)}
      options={[...versions].sort((a, b) => b - a).map((version) => ({ value: String(version), label: name(version) }))}
    />
  );
}
