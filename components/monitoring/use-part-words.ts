import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { PartName, TrafficParts } from '@/lib/domain/monitoring/schema';

/** How the parts of the traffic and what tells them apart are written. */
export function usePartWords() {
  const t = useTranslations('monitoring.parts');
  const format = useFormat();
  const edge = (value: number) => format.figures(value, 6);
  return {
    part(name: PartName): string {
      if (name.kind === 'value') return name.value;
      if (name.kind === 'caller') return name.caller?.name ?? t('gone', { id: name.id });
      if (name.kind !== 'band') return t(`names.${name.kind}`);
      const { low, high } = name;
      if (low === null) return high === null ? t('names.other') : t('names.upTo', { high: edge(high) });
      return high === null
        ? t('names.above', { low: edge(low) })
        : t('names.between', { low: edge(low), high: edge(high) });
    },
    column: ({ from, name, title }: TrafficParts['columns'][number]): string =>
      from === 'context' ? `context.${name}` : title || name,
  };
}
