'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { OfVersion } from './queries';

/** What a printed card says about itself: project, model, version, when and by whom it was printed. */
export function PrintLine({
  project,
  of,
  published,
  person,
}: {
  project: string;
  of: OfVersion;
  published: string | null;
  person: string;
}) {
  const t = useTranslations('cards');
  const format = useFormat();
  const parts = [
    project,
    t('titleOf', { model: of.model, number: of.number }),
    published,
    t('printed', { when: format.exact(format.now), person }),
  ].filter((part) => part !== null);
  return <p className="mb-4 hidden text-xs text-ink-3 print:block">{parts.join(' · ')}</p>;
}
