'use client';
import { Button } from '@/components/ui/button';
import { useTranslations } from '@/components/ui/use-translations';
import { NumberField } from './number-field';
import { Part } from './part';
import type { PartProps } from './settings-editor';

const MOST_SHOWN = 20;
const LEAST = 0.0001;
const MOST = 1_000_000;

/** What missing each class costs beside the others: the largest product of weight and probability is answered. */
export function WeightsPart({ draft, settings, onChange, onPropose, isBusy }: PartProps) {
  const t = useTranslations('tuning.weights');
  const weights = draft.weights ?? settings.classes.map(() => 1);
  if (settings.classes.length > MOST_SHOWN)
    return (
      <Part title={t('title')} sentence={t('tooMany', { most: MOST_SHOWN })}>
        {null}
      </Part>
    );
  return (
    <Part title={t('title')} sentence={t('sentence')}>
      {settings.classes.map(({ label, name }, at) => (
        <NumberField
          key={label}
          label={name}
          value={weights[at] ?? 1}
          low={LEAST}
          high={MOST}
          onValue={(value) => onChange({ weights: weights.map((weight, i) => (i === at ? (value ?? 1) : weight)) })}
        />
      ))}
      <Button busy={isBusy} onClick={() => onPropose({ kind: 'weights', missed: [...weights] })}>
        {t('propose')}
      </Button>
      {draft.weights ? <Button onClick={() => onChange({ weights: null })}>{t('remove')}</Button> : null}
    </Part>
  );
}
