'use client';
import { Button } from '@/components/ui/button';
import { useTranslations } from '@/components/ui/use-translations';
import type { Costs } from '@/lib/domain/tuning/schema';
import { NumberField } from './number-field';
import { Part } from './part';
import type { PartProps } from './settings-editor';

const MOST = 1_000_000;

/** From which probability on the second of two classes is answered, and what mistakes cost. */
export function ThresholdPart({
  draft,
  settings,
  onChange,
  onPropose,
  isBusy,
  costs,
  onCosts,
}: PartProps & { costs: Costs; onCosts: (costs: Costs) => void }) {
  const t = useTranslations('tuning.threshold');
  const name = settings.classes[1]?.name ?? '';
  const cost = (key: keyof Costs) => (
    <NumberField
      label={t(key, { name })}
      value={costs[key]}
      low={0}
      high={MOST}
      onValue={(value) => onCosts({ ...costs, [key]: value ?? 0 })}
    />
  );
  return (
    <Part title={t('title')} sentence={t('sentence', { name })}>
      <NumberField
        label={t('value', { name })}
        value={draft.threshold}
        nullable
        low={0}
        high={1}
        onValue={(threshold) => onChange({ threshold })}
      />
      {cost('falsePositive')}
      {cost('falseNegative')}
      {cost('abstained')}
      <Button
        busy={isBusy}
        locked={costs.falsePositive + costs.falseNegative > 0 ? undefined : t('noCost')}
        onClick={() => onPropose({ kind: 'threshold', costs })}
      >
        {t('propose')}
      </Button>
    </Part>
  );
}
