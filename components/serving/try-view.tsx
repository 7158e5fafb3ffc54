'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Dices, Link as LinkIcon } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useShortcuts } from '@/components/shell/shortcut-provider';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { CodeBlock } from '@/components/ui/code-block';
import { failureFields } from '@/components/ui/failure';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Row, RowField } from '@/lib/domain/registry/schema';
import { AnswerPanel } from './answer-panel';
import type { ClassName } from './class-name';
import { FieldInput } from './field-input';
import { PastePanel } from './paste-panel';
import { type PredictTarget, predictRows, servingQueries } from './queries';
import { findOutside } from './row-draft';
import { rowSnippets } from './snippets';

const TYPING_MS = 250;
const FIELDS_IN_A_COLUMN = 6;

export interface TryViewProps {
  target: PredictTarget;
  fields: readonly RowField[];
  start: Row;
  examples: readonly Row[];
  /** The model's classes in their order, with the owner's names. */
  classes: readonly ClassName[];
  /** Address that callers use, for the code. */
  url: string;
  /** Feedback on the row that the address names, drawn under an answer that was kept. */
  judge: ReactNode;
}

/** Inputs, the answer as one types, the answer that is kept, rows pasted from a spreadsheet, and the same call as code. */
export function TryView({ target, fields, start, examples, classes, url, judge }: TryViewProps) {
  const t = useTranslations('serving.try');
  const [row, setRow] = useState<Row>(start);
  const [asTyped, setAsTyped] = useState(true);
  const [, setRowId] = useQueryState('row', parseAsString.withOptions({ history: 'replace' }));
  const settled = useSettled(row);
  const dry = useQuery({
    ...servingQueries.dryRun(target, settled),
    enabled: asTyped,
    placeholderData: (last) => last,
  });
  const kept = useMutation({
    mutationFn: () => predictRows(target, [row]),
    onSuccess: (reply) => void setRowId(reply.predictions[0]?.id ?? null),
  });
  const change = (name: string, value: Row[string]) => {
    setRow((now) => ({ ...now, [name]: value }));
    kept.reset();
    void setRowId(null);
  };
  const fill = (next: Row) => {
    setRow((now) => ({ ...now, ...next }));
    kept.reset();
    void setRowId(null);
  };
  const predict = kept.mutate;
  useShortcuts(
    useMemo(
      () => [{ keys: 'mod+enter', label: t('predict'), scope: 'page' as const, run: () => predict() }],
      [t, predict],
    ),
  );
  const error = kept.error ?? (kept.data ? null : dry.error);
  const faults = failureFields(error);
  const reply = kept.data ?? (error ? undefined : dry.data);
  return (
    <>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <Panel>
          <SectionHeading
            title={t('inputs')}
            actions={examples.length > 0 ? <ExampleButton examples={examples} onExample={fill} /> : null}
          />
          <form
            className="flex flex-col gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              kept.mutate();
            }}
          >
            <div
              className={
                fields.length > FIELDS_IN_A_COLUMN ? 'grid gap-x-6 gap-y-5 sm:grid-cols-2' : 'flex flex-col gap-5'
              }
            >
              {fields.map((field) => (
                <FieldInput
                  key={field.name}
                  field={field}
                  value={row[field.name] ?? null}
                  onValue={(value) => change(field.name, value)}
                  fault={faults[`rows.0.${field.name}`]}
                />
              ))}
            </div>
            <Outside fields={fields} row={row} />
            <div className="flex flex-wrap items-center gap-4">
              <Button kind="main" size="lg" type="submit" busy={kept.isPending}>
                {t('predict')} <kbd className="max-md:hidden">Ctrl ↵</kbd>
              </Button>
              <Checkbox label={t('asTyped')} checked={asTyped} onChange={(event) => setAsTyped(event.target.checked)} />
              <CopyLink />
            </div>
          </form>
        </Panel>
        <Panel className="lg:sticky lg:top-16">
          {error ? (
            <InlineError error={error} title={t('refused')} />
          ) : (
            <AnswerPanel
              reply={reply}
              classes={classes}
              isKept={kept.data !== undefined}
              isStale={dry.isPlaceholderData}
            />
          )}
          {kept.data ? <div className="mt-6 border-t border-line pt-5">{judge}</div> : null}
        </Panel>
      </div>
      <PastePanel target={target} fields={fields} />
      <Panel className="mt-4">
        <SectionHeading title={t('code')} hint={t('codeHint')} />
        <CodeBlock label={t('code')} samples={rowSnippets({ url, model: target.model, row })} />
      </Panel>
    </>
  );
}

/** A value once it has not changed for a moment. */
function useSettled(row: Row): Row {
  const [settled, setSettled] = useState(row);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(row), TYPING_MS);
    return () => clearTimeout(timer);
  }, [row]);
  return settled;
}

function ExampleButton({ examples, onExample }: { examples: readonly Row[]; onExample: (row: Row) => void }) {
  const t = useTranslations('serving.try');
  const [at, setAt] = useState(0);
  return (
    <Button
      kind="quiet"
      icon={<Dices aria-hidden="true" />}
      onClick={() => {
        const next = (at + 1) % examples.length;
        setAt(next);
        onExample(examples[next] ?? {});
      }}
    >
      {t('example', { at: ((at + 1) % examples.length) + 1, total: examples.length })}
    </Button>
  );
}

function Outside({ fields, row }: { fields: readonly RowField[]; row: Row }) {
  const t = useTranslations('serving.try');
  const format = useFormat();
  const outside = findOutside(fields, row);
  if (outside.length === 0) return null;
  return (
    <Note kind="warn">
      {outside.map(({ field, value }) => (
        <span key={field.name} className="block">
          {t('outside', {
            field: field.title || field.name,
            value: field.unit ? format.withUnit(format.number(value), field.unit) : format.number(value),
            range: format.between(format.number(field.min ?? value), format.number(field.max ?? value)),
          })}
        </span>
      ))}
    </Note>
  );
}

function CopyLink() {
  const t = useTranslations('serving.try');
  return (
    <Button
      kind="quiet"
      icon={<LinkIcon aria-hidden="true" />}
      className="ml-auto"
      onClick={() => {
        void navigator.clipboard.writeText(window.location.href).then(() => showSuccess(t('linkCopied')));
      }}
    >
      {t('copyLink')}
    </Button>
  );
}
