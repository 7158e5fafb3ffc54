'use client';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { useTranslations } from '@/components/ui/use-translations';

/** A number between two ends; empty means that it is not set. */
export function NumberField({
  label,
  value,
  onValue,
  low,
  high,
  unit,
  nullable = false,
}: {
  label: string;
  value: number | null;
  onValue: (value: number | null) => void;
  low: number;
  high: number;
  unit?: string;
  nullable?: boolean;
}) {
  const t = useTranslations('tuning.edit');
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <div className="w-44">
      <Field label={label} {...(problem ? { error: problem } : {})}>
        <NumberInput
          value={value}
          nullable={nullable}
          {...(unit ? { unit } : {})}
          onProblem={setProblem}
          onValue={(next) => {
            const isOutside = next !== null && (next < low || next > high);
            setProblem(isOutside ? t('outside', { low, high }) : null);
            if (!isOutside) onValue(next);
          }}
        />
      </Field>
    </div>
  );
}
