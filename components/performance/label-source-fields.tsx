'use client';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Segmented } from '@/components/ui/segmented';
import { SegmentedField } from '@/components/ui/segmented-field';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import type { LabelSourceView } from '@/lib/domain/feedback/schema';
import type { SourceDraft, SourceField } from './label-source-draft';

const EXAMPLES = {
  sql: 'postgres://reader@db.example.com:5432/warehouse',
  url: 'https://bucket.s3.amazonaws.com/labels.csv',
};
const KINDS = ['sql', 'url'] as const;
const SOURCES = ['automatic', 'review', 'complaint'] as const;
const EVERY = ['hour', 'day'] as const;

/** Everything that a source is made of. */
export function LabelSourceFields({
  draft,
  faults,
  saved,
  onDraft,
}: {
  draft: SourceDraft;
  /** Fields whose faults are shown. */
  faults: readonly SourceField[];
  /** As it is kept, to say which secrets are. */
  saved: LabelSourceView | null;
  onDraft: (draft: SourceDraft) => void;
}) {
  const t = useTranslations('performance.pulled.form');
  const file = useTranslations('performance.file');
  const { kind } = draft;
  const set = (more: Partial<SourceDraft>) => onDraft({ ...draft, ...more });
  const errorOf = (field: SourceField) => (faults.includes(field) ? t(`wrong.${field}`) : undefined);
  const text = (field: 'name' | 'url' | 'key' | 'label' | 'context', more: { placeholder?: string } = {}) => (
    <Input
      value={draft[field]}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => set({ [field]: target.value })}
      {...more}
    />
  );
  return (
    <>
      <Field label={t('name')} error={errorOf('name')} required>
        {text('name')}
      </Field>
      <SegmentedField
        label={t('kind')}
        choices={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        value={kind}
        onValue={(chosen) => set({ kind: chosen })}
        hint={t(`kindHint.${kind}`)}
      />
      <Field
        label={t('url')}
        hint={[t(`urlHint.${kind}`), ...(saved?.hasHiddenQuery && kind === 'url' ? [t('urlHint.kept')] : [])].join(' ')}
        error={errorOf('url')}
        required
      >
        {text('url', { placeholder: EXAMPLES[kind] })}
      </Field>
      <Field
        label={t(`secret.${kind}`)}
        hint={t(saved?.hasSecret ? 'secretHint.kept' : 'secretHint.new')}
        error={errorOf('secret')}
        optional
      >
        <Input
          type="password"
          value={draft.secret}
          autoComplete="new-password"
          onChange={({ target }) => set({ secret: target.value })}
        />
      </Field>
      {kind === 'sql' ? (
        <Field label={t('sql')} hint={t('sqlHint')} error={errorOf('sql')} required>
          <Textarea
            rows={5}
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
            value={draft.sql}
            onChange={({ target }) => set({ sql: target.value })}
          />
        </Field>
      ) : null}
      <SegmentedField
        label={file('by')}
        choices={[
          { value: 'id', label: file('byId') },
          { value: 'context', label: file('byContext') },
        ]}
        value={draft.by}
        onValue={(by) => set({ by })}
        hint={file(draft.by === 'id' ? 'byIdHint' : 'byContextHint')}
      />
      <div className="grid grid-cols-2 gap-4">
        <Field label={t('key')} error={errorOf('key')} required>
          {text('key')}
        </Field>
        <Field label={t('label')} error={errorOf('label')} required>
          {text('label')}
        </Field>
        {draft.by === 'context' ? (
          <>
            <Field label={file('context')} hint={file('contextHint')} error={errorOf('context')} required>
              {text('context')}
            </Field>
            <Field label={t('days')} error={errorOf('days')} required>
              <NumberInput value={draft.days} unit={t('daysUnit')} onValue={(days) => set({ days })} />
            </Field>
          </>
        ) : null}
      </div>
      <Field label={t('source')}>
        <Select
          options={SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))}
          value={draft.source}
          onValue={(source) => set({ source })}
        />
      </Field>
      <div className="flex flex-wrap items-end gap-4">
        <Segmented
          label={t('every')}
          choices={EVERY.map((value) => ({ value, label: t(`everyOf.${value}`) }))}
          value={draft.every}
          onValue={(every) => set({ every })}
        />
        {draft.every === 'day' ? (
          <Field label={t('hour')} error={errorOf('hour')} required>
            <NumberInput className="max-w-28" value={draft.hour} onValue={(hour) => set({ hour })} />
          </Field>
        ) : null}
      </div>
      <Switch
        label={t('enabled')}
        hint={t('enabledHint')}
        checked={draft.enabled}
        onChecked={(enabled) => set({ enabled })}
      />
    </>
  );
}
