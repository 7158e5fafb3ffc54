import { useBandText } from '@/components/ui/use-band-text';
import { useTranslations } from '@/components/ui/use-translations';
import type { PartName, TrafficParts } from '@/lib/domain/monitoring/schema';

/** How the parts of the traffic and what tells them apart are written. */
export function usePartWords() {
  const t = useTranslations('monitoring.parts');
  const band = useBandText();
  return {
    part(name: PartName): string {
      if (name.kind === 'value') return name.value;
      if (name.kind === 'caller') return name.caller?.name ?? t('gone', { id: name.id });
      if (name.kind !== 'band') return t(`names.${name.kind}`);
      return band(name, t('names.other'));
    },
    column: ({ from, name, title }: TrafficParts['columns'][number]): string =>
      from === 'context' ? `context.${name}` : title || name,
  };
}
