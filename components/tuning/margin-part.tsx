'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useTranslations } from '@/components/ui/use-translations';
import { NumberField } from './number-field';
import { Part } from './part';
import type { PartProps } from './settings-editor';

/** Answers that are too close to call, and how many of the others may be wrong. */
export function MarginPart({ draft, settings, onChange, onPropose, isBusy }: PartProps) {
  const t = useTranslations('tuning.margin');
  const [percent, setPercent] = useState(10);
  return (
    <Part title={t('title')} sentence={t(settings.classes.length === 2 ? 'sentence' : 'sentenceOfMany')}>
      <NumberField
        label={t('value')}
        value={draft.margin}
        nullable
        low={0}
        high={1}
        onValue={(margin) => onChange({ margin: margin === 0 ? null : margin })}
      />
      <NumberField
        label={t('errorRate')}
        value={percent}
        unit="%"
        low={0}
        high={100}
        onValue={(value) => setPercent(value ?? 0)}
      />
      <Button busy={isBusy} onClick={() => onPropose({ kind: 'margin', errorRate: percent / 100 })}>
        {t('propose')}
      </Button>
    </Part>
  );
}
