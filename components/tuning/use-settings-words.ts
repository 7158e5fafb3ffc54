import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { AnswerSettings } from '@/lib/domain/registry/schema';
import type { VersionSettings } from '@/lib/domain/tuning/schema';

/** Settings as sentences, one for each kind that is set. */
export function useSettingsWords({ classes }: Pick<VersionSettings, 'classes'>) {
  const t = useTranslations('tuning.words');
  const format = useFormat();
  const figures = (value: number) => format.figures(value, 4);
  return (settings: AnswerSettings): string[] => {
    const { calibration, threshold, weights, margin, units } = settings;
    const said: string[] = [];
    if (calibration?.kind === 'platt')
      said.push(t('platt', { slope: figures(calibration.slope), intercept: figures(calibration.intercept) }));
    if (calibration?.kind === 'temperature') said.push(t('temperature', { value: figures(calibration.temperature) }));
    if (calibration?.kind === 'bins') said.push(t('bins', { count: calibration.x.length }));
    if (threshold !== null)
      said.push(t('threshold', { name: classes[1]?.name ?? '', value: format.figures(threshold, 4) }));
    if (weights)
      said.push(
        t('weights', { list: weights.map((weight, i) => `${classes[i]?.name ?? i}: ${figures(weight)}`).join(', ') }),
      );
    if (margin !== null) said.push(t('margin', { value: figures(margin) }));
    if (units) {
      const terms = { factor: figures(units.factor), offset: figures(units.offset), unit: units.unit || t('noUnit') };
      said.push(t('units', terms));
    }
    return said.length > 0 ? said : [t('plain')];
  };
}
