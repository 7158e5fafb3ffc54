import { Plus, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { JudgedField } from '@/lib/domain/feedback/schema';
import { type FieldDraft, nextField, PROBLEMS } from './judge-draft';

/** Fields of the row that are wrong themselves: which, in what way, and what they should be. */
export function JudgeFields({
  known,
  fields,
  onFields,
}: {
  known: readonly JudgedField[];
  fields: readonly FieldDraft[];
  onFields: (fields: readonly FieldDraft[]) => void;
}) {
  const t = useTranslations('feedback.judge.fields');
  const next = nextField(known, fields);
  if (known.length === 0) return null;
  const change = (at: number, more: Partial<FieldDraft>) =>
    onFields(fields.map((line, i) => (i === at ? { ...line, ...more } : line)));
  return (
    <fieldset className="flex min-w-0 flex-col items-start gap-2.5">
      <legend className={fields.length > 0 ? 'mb-1.5 text-sm font-medium' : 'sr-only'}>{t('title')}</legend>
      {fields.map((line, at) => (
        <FieldLine
          key={line.field}
          known={known.filter(({ name }) => name === line.field || fields.every(({ field }) => field !== name))}
          line={line}
          onChange={(more) => change(at, more)}
          onRemove={() => onFields(fields.filter((_, i) => i !== at))}
        />
      ))}
      {next === null ? null : (
        <Button
          size="sm"
          icon={<Plus aria-hidden="true" />}
          onClick={() => onFields([...fields, { field: next, problem: 'mistyped', value: '' }])}
        >
          {t(fields.length > 0 ? 'addMore' : 'add')}
        </Button>
      )}
    </fieldset>
  );
}

function FieldLine({
  known,
  line,
  onChange,
  onRemove,
}: {
  known: readonly JudgedField[];
  line: FieldDraft;
  onChange: (more: Partial<FieldDraft>) => void;
  onRemove: () => void;
}) {
  const t = useTranslations('feedback.judge.fields');
  const problems = useTranslations('feedback.problems');
  const field = known.find(({ name }) => name === line.field);
  return (
    <div className="grid w-full grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2">
      <Select
        label={t('field')}
        value={line.field}
        onValue={(name) => onChange({ field: name, value: '' })}
        options={known.map(({ name, title }) => ({ value: name, label: title || name }))}
      />
      <Select
        label={t('problem')}
        value={line.problem}
        onValue={(problem) => onChange({ problem })}
        options={PROBLEMS.map((problem) => ({ value: problem, label: problems(problem) }))}
      />
      <IconButton label={t('remove')} icon={<X aria-hidden="true" />} onClick={onRemove} />
      {field?.takes === 'boolean' ? (
        <Select
          className="col-span-2"
          label={t('value')}
          placeholder={t('value')}
          value={line.value === '' ? null : line.value}
          onValue={(value) => onChange({ value })}
          options={['true', 'false'].map((value) => ({ value, label: value }))}
        />
      ) : field?.takes === 'number' ? (
        <NumberInput
          className="col-span-2"
          aria-label={t('value')}
          placeholder={t('value')}
          unit={field.unit || undefined}
          value={line.value === '' ? null : Number(line.value)}
          onValue={(value) => onChange({ value: value === null ? '' : String(value) })}
        />
      ) : field?.takes === 'text' ? (
        <Input
          className="col-span-2"
          aria-label={t('value')}
          placeholder={t('value')}
          maxLength={200}
          value={line.value}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      ) : (
        <p className="col-span-2 text-xs text-ink-3">{t('noValue')}</p>
      )}
    </div>
  );
}
