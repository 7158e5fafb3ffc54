'use client';
import { Download } from 'lucide-react';
import { buttonClass } from '@/components/ui/button';
import { Section, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import type { Traffic } from '@/lib/domain/monitoring/schema';
import { exportHref } from './queries';
import { useVersionFilter } from './version-filter';

const HOUR_MS = 3_600_000;

/** The counts of the window as files, in the finest grain that is not finer than the charts. */
export function ExportLinks({ modelId, range, traffic }: { modelId: string; range: string; traffic: Traffic }) {
  const t = useTranslations('monitoring.parts.export');
  const { version } = useVersionFilter();
  const grain = traffic.bucketMs < HOUR_MS ? 'minute' : traffic.bucketMs < 24 * HOUR_MS ? 'hour' : 'day';
  return (
    <Section>
      <SectionHeading
        title={t('title')}
        hint={t('hint', { grain: t(grain) })}
        actions={(['csv', 'parquet'] as const).map((format) => (
          <a
            key={format}
            href={exportHref(modelId, { range, version }, grain, format)}
            download
            className={buttonClass('outlined')}
          >
            <Download aria-hidden="true" />
            {t(format)}
          </a>
        ))}
      />
    </Section>
  );
}
