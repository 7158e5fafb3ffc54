'use client';
import { useNow } from 'use-intl';
import { rangeNames } from '@/components/shell/range';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Traffic } from '@/lib/domain/monitoring/schema';

/** "the last 24 h" for a named range, the two moments for another. */
export function useWindowWords() {
  const t = useTranslations('monitoring.window');
  const format = useFormat();
  return (range: string, { from, to }: { from: string; to: string }) => {
    const name = rangeNames.find((known) => known === range);
    return name ? t(name) : t('own', { from: format.dayTime(from), to: format.dayTime(to) });
  };
}

/** "24 h" for a named range, the two moments for another: beside numbers and charts, where the sentence names the dates. */
export function useShortWindow() {
  const t = useTranslations('monitoring.short');
  const format = useFormat();
  return (range: string, { from, to }: { from: string; to: string }) => {
    const name = rangeNames.find((known) => known === range);
    return name ? t(name) : t('own', { from: format.dayTime(from), to: format.dayTime(to) });
  };
}

/** What every chart of a window says about itself. */
export function useChartFacts(traffic: Traffic, range: string) {
  const t = useTranslations('monitoring.charts');
  const format = useFormat();
  const pageNow = useNow();
  const shortWindow = useShortWindow();
  const isNamed = rangeNames.some((known) => known === range);
  return {
    window: shortWindow(range, traffic),
    bucket: t('perBucket', { bucket: format.duration(traffic.bucketMs) }),
    /** What the grey line of a chart is. */
    compared: !traffic.comparison
      ? ''
      : traffic.comparison.version === null
        ? t('windowBefore')
        : t('version', { number: traffic.comparison.version }),
    /** Where another version became champion. */
    marks: traffic.changes.map(({ at, version }) => ({ t: Date.parse(at), label: t('version', { number: version }) })),
    /** The bucket that holds this moment is still open. */
    now: isNamed ? Date.parse(traffic.to) : pageNow.getTime(),
  };
}
