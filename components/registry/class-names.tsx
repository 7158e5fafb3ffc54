'use client';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Version } from '@/lib/domain/registry/schema';
import type { ColumnsDraft } from './column-draft';

/** Names of the classes, or the unit of the value, as far as the model has a reading. */
export function ClassNames({
  version,
  draft,
  onDraft,
}: {
  version: Version;
  draft: ColumnsDraft;
  onDraft: (next: (before: ColumnsDraft) => ColumnsDraft) => void;
}) {
  const t = useTranslations('registry.columns');
  const format = useFormat();
  const { reading } = version.signature;
  if (reading.task === 'tensors') return null;
  return (
    <Section>
      <SectionHeading
        title={reading.task === 'classification' ? t('classes') : t('output')}
        hint={
          reading.task === 'classification'
            ? t('classCount', { count: format.number(reading.classes.length) })
            : undefined
        }
      />
      <Panel>
        {reading.task === 'regression' ? (
          <div className="max-w-60">
            <Field label={t('outputUnit')} hint={t('outputUnitHint')}>
              <Input
                value={draft.outputUnit}
                maxLength={32}
                onChange={(event) => onDraft((before) => ({ ...before, outputUnit: event.target.value }))}
              />
            </Field>
          </div>
        ) : (
          <div className="grid max-h-96 grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-3 overflow-auto p-1">
            {reading.classes.map((label) => (
              <div key={label} className="flex items-center gap-2">
                <code className="min-w-10 text-right text-ink-3">{label}</code>
                <Input
                  aria-label={t('classNameOf', { label })}
                  value={draft.classNames[label] ?? ''}
                  placeholder={label}
                  maxLength={128}
                  onChange={(event) =>
                    onDraft((before) => ({
                      ...before,
                      classNames: { ...before.classNames, [label]: event.target.value },
                    }))
                  }
                />
              </div>
            ))}
          </div>
        )}
      </Panel>
    </Section>
  );
}
