'use client';
import { StatRow } from '@/components/ui/stat';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Drift } from '@/lib/domain/drift/schema';
import { countStates } from './prepare-feature';

export function DriftFacts({ drift, reference }: { drift: Drift; reference: NonNullable<Drift['reference']> }) {
  const t = useTranslations('drift.facts');
  const format = useFormat();
  const counts = countStates(drift.features);
  const total = drift.features.length;
  const unsaid = counts['few-rows'] + counts['no-data'];
  const ofAll = t('of', { total: format.number(total) });
  const untold = unsaid > 0 ? t('unsaid', { count: unsaid }) : null;
  return (
    <StatRow
      stats={[
        {
          key: 'much',
          label: t('much'),
          value: format.number(counts.much),
          unit: ofAll,
          detail: untold ?? t('some', { count: counts.some }),
          tone: counts.much > 0 ? 'bad' : unsaid === total ? 'quiet' : undefined,
        },
        {
          key: 'steady',
          label: t('steady'),
          value: format.number(counts.steady),
          unit: ofAll,
          detail: untold ? t('some', { count: counts.some }) : t('allSaid'),
          tone: unsaid === total ? 'quiet' : undefined,
        },
        {
          key: 'rows',
          label: t('rows'),
          value: format.number(drift.rows),
          detail: t('days', { days: drift.days }),
          tone: drift.rows === 0 ? 'quiet' : undefined,
        },
        {
          key: 'reference',
          label: t('reference'),
          value: format.number(reference.rows),
          detail: drift.uncounted > 0 ? t('uncounted', { count: drift.uncounted }) : t('allCounted'),
          tone: drift.uncounted > 0 ? 'warn' : undefined,
        },
      ]}
    />
  );
}
