'use client';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { RowCell, RowField } from '@/lib/domain/registry/schema';
import { ImageInput } from './image-input';
import { ListInput } from './list-input';

/** The control of one field of a row, as its kind, range and categories ask for. */
export function FieldInput({
  field,
  value,
  onValue,
  fault,
}: {
  field: RowField;
  value: RowCell;
  onValue: (value: RowCell) => void;
  fault: string | undefined;
}) {
  const t = useTranslations('serving.fields');
  const format = useFormat();
  const [problem, setProblem] = useState<string | null>(null);
  const range =
    field.min !== null && field.max !== null
      ? t('range', {
          range: format.between(
            format.number(field.min),
            field.unit ? format.withUnit(format.number(field.max), field.unit) : format.number(field.max),
          ),
        })
      : null;
  const label = (
    <>
      {field.title || field.name}
      {field.title ? <code className="ml-1.5 font-normal text-ink-3">{field.name}</code> : null}
    </>
  );
  const hints = [range, field.nullable ? t('nullable') : null].filter((hint) => hint !== null);
  return (
    <Field label={label} hint={hints.length > 0 ? hints.join('. ') : undefined} error={problem ?? fault}>
      <Control field={field} value={value} onValue={onValue} onProblem={setProblem} />
    </Field>
  );
}

function Control({
  field,
  value,
  onValue,
  onProblem,
}: {
  field: RowField;
  value: RowCell;
  onValue: (value: RowCell) => void;
  onProblem: (problem: string | null) => void;
}) {
  const t = useTranslations('serving.fields');
  if (field.kind === 'image') return <ImageInput field={field} value={value} onValue={onValue} />;
  if (field.kind === 'list') return <ListInput field={field} value={value} onValue={onValue} />;
  if (field.kind === 'boolean')
    return (
      <Select
        value={String(value === true || value === 1)}
        onValue={(next) => onValue(field.datatype === 'BOOL' ? next === 'true' : next === 'true' ? 1 : 0)}
        options={[
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
      />
    );
  if (field.categories.length > 0) {
    const isText = field.datatype === 'BYTES';
    return (
      <Select
        value={value === null ? null : String(value)}
        onValue={(next) => onValue(isText ? next : Number(next))}
        options={field.categories.map((category) => ({ value: category, label: category || t('emptyText') }))}
      />
    );
  }
  if (field.datatype === 'BYTES')
    return field.kind === 'text' ? (
      <Textarea rows={2} value={String(value ?? '')} onChange={(event) => onValue(event.target.value)} />
    ) : (
      <Input value={String(value ?? '')} onChange={(event) => onValue(event.target.value)} />
    );
  const number = typeof value === 'number' ? value : null;
  return (
    <div className="flex items-center gap-3">
      {field.min !== null && field.max !== null && field.min < field.max ? (
        <input
          type="range"
          aria-label={t('slider', { field: field.title || field.name })}
          min={field.min}
          max={field.max}
          step={field.kind === 'integer' ? 1 : (field.max - field.min) / 200}
          value={Math.min(field.max, Math.max(field.min, number ?? field.min))}
          onChange={(event) => onValue(Number(Number(event.target.value).toPrecision(6)))}
          className="h-5 min-w-0 flex-1 cursor-pointer accent-accent"
        />
      ) : null}
      <span className="w-36 shrink-0">
        <NumberInput value={number} onValue={onValue} onProblem={onProblem} unit={field.unit || undefined} nullable />
      </span>
    </div>
  );
}
