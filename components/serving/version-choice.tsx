'use client';
import { useRouter } from 'next/navigation';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';

/** Which version is asked; the champion unless another one is chosen. */
export function VersionChoice({
  versions,
  champion,
  shown,
}: {
  versions: readonly number[];
  champion: number | null;
  shown: number;
}) {
  const t = useTranslations('serving.try');
  const router = useRouter();
  return (
    <Select
      label={t('version')}
      value={String(shown)}
      onValue={(number) => router.push(`?version=${number}`)}
      options={versions.toReversed().map((number) => ({
        value: String(number),
        label: number === champion ? t('champion', { number }) : t('versionNumber', { number }),
      }))}
    />
  );
}
