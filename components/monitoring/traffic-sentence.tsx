'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Traffic } from '@/lib/domain/monitoring/schema';
import { errorShare, sentenceKey } from './prepare-traffic';
import { useWindowWords } from './use-traffic-words';

/** What a person would say aloud about a window, and below it the facts behind. */
export function TrafficSentence({ traffic, range }: { traffic: Traffic; range: string }) {
  const t = useTranslations('monitoring.sentence');
  const format = useFormat();
  const windowWords = useWindowWords();
  const { totals } = traffic;
  const { calls, errors, latencyMs } = totals;
  const versions = traffic.versions.map((number) => `v${number}`).join(', ');
  return (
    <div className="mb-6">
      <p className="text-lg text-pretty">
        {t(calls > 0 && errors === 0 && latencyMs.p50 === null ? 'untimed' : sentenceKey(totals), {
          calls,
          errors,
          all: calls + errors,
          share: format.percent(errorShare(totals) ?? 0, { digits: 2 }),
          window: windowWords(range, traffic),
          p50: latencyMs.p50 === null ? '–' : format.duration(latencyMs.p50),
        })}
      </p>
      {versions ? (
        <p className="mt-0.5 text-xs text-ink-3">
          {t('facts', {
            count: traffic.versions.length,
            versions,
            from: format.dayTime(traffic.from),
            to: format.dayTime(traffic.to),
          })}
        </p>
      ) : null}
    </div>
  );
}
