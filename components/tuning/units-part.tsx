'use client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useTranslations } from '@/components/ui/use-translations';
import { NumberField } from './number-field';
import { Part } from './part';
import type { PartProps } from './settings-editor';

const FAR = 1e12;

/** The unit in which a number is answered. */
export function UnitsPart({ draft, settings, onChange }: Omit<PartProps, 'onPropose' | 'isBusy'>) {
  const t = useTranslations('tuning.units');
  const units = draft.units ?? { factor: 1, offset: 0, unit: settings.unit };
  const set = (part: Partial<typeof units>) => onChange({ units: { ...units, ...part } });
  return (
    <Part title={t('title')} sentence={t('sentence')}>
      <NumberField
        label={t('factor')}
        value={units.factor}
        low={-FAR}
        high={FAR}
        onValue={(factor) => set({ factor: factor || 1 })}
      />
      <NumberField
        label={t('offset')}
        value={units.offset}
        low={-FAR}
        high={FAR}
        onValue={(offset) => set({ offset: offset ?? 0 })}
      />
      <div className="w-44">
        <Field label={t('unit')}>
          <Input value={units.unit} maxLength={32} onChange={(event) => set({ unit: event.target.value })} />
        </Field>
      </div>
      {draft.units ? <Button onClick={() => onChange({ units: null })}>{t('remove')}</Button> : null}
    </Part>
  );
}
