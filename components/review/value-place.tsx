'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ValuePlace } from './prepare-place';

const [WIDTH, HEIGHT] = [140, 30];

/** The bars of the reference with a mark at the value, and where it lies in a few words. */
export function ValuePlaceMark({ place }: { place: ValuePlace }) {
  const t = useTranslations('review.place');
  const format = useFormat();
  const step = WIDTH / Math.max(1, place.bars.length);
  const said =
    place.share === null
      ? ''
      : place.kind === 'number'
        ? t('higherThan', { share: format.percent(place.share, { digits: 0 }) })
        : place.share === 0
          ? t('new')
          : t('like', { share: format.percent(place.share, { digits: 0 }) });
  return (
    <span className="flex items-center gap-4 max-md:gap-3">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="h-[30px] w-[140px] shrink-0 max-md:w-24">
        {place.bars.map((height, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bars have no other name than their place.
            key={i}
            x={i * step + 0.5}
            width={Math.max(1, step - 1)}
            y={HEIGHT - height * (HEIGHT - 4)}
            height={height * (HEIGHT - 4)}
            fill="var(--line-strong)"
          />
        ))}
        {place.at === null ? null : (
          <rect x={(place.at + 0.5) * step - 1} width={2} y={0} height={HEIGHT} fill="var(--accent)" />
        )}
      </svg>
      <span className="text-xs text-ink-3">{said}</span>
    </span>
  );
}
