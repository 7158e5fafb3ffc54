'use client';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useId, useState } from 'react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { Textarea } from '@/components/ui/textarea';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Row, RowField } from '@/lib/domain/registry/schema';
import type { FriendlyPrediction } from '@/lib/domain/serving/schema';
import { ApiError } from '@/lib/platform/http/client';
import { type PredictTarget, predictRows } from './queries';
import { faultsByRow, readPaste } from './row-draft';

const MOST_SHOWN = 200;
const MOST_ROWS = 10_000;

interface Line {
  index: number;
  row: Row;
  prediction: FriendlyPrediction | undefined;
}

/** Rows pasted from a spreadsheet: what was understood, one prediction a row, bad cells marked where they stand. */
export function PastePanel({ target, fields }: { target: PredictTarget; fields: readonly RowField[] }) {
  const t = useTranslations('serving.paste');
  const format = useFormat();
  const headingId = useId();
  const [text, setText] = useState('');
  const pasted = readPaste(text, fields, format.parseNumber);
  const run = useMutation({ mutationFn: () => predictRows(target, pasted.rows) });
  const count = pasted.rows.length;
  const faults =
    run.error instanceof ApiError
      ? faultsByRow(run.error.problem.invalidParams ?? [])
      : new Map<number, Map<string, string>>();
  const lines: Line[] = pasted.rows.slice(0, MOST_SHOWN).map((row, index) => ({
    index,
    row,
    prediction: run.data?.predictions[index],
  }));
  const shownFields = fields.filter(({ name }) => pasted.rows.some((row) => row[name] !== undefined)).slice(0, 12);
  const columns: Column<Line>[] = [
    { key: 'line', header: t('line'), cell: ({ index }) => format.number(index + 1) },
    {
      key: 'prediction',
      header: t('prediction'),
      cell: ({ prediction }) => (prediction ? <Short prediction={prediction} /> : <Dash />),
    },
    ...shownFields.map(
      (field): Column<Line> => ({
        key: field.name,
        header: field.title || field.name,
        cell: ({ index, row }) => <Cell value={row[field.name]} fault={faults.get(index)?.get(field.name)} />,
      }),
    ),
  ];
  return (
    <Panel className="mt-4">
      <SectionHeading id={headingId} title={t('title')} hint={t('hint')} />
      <Field
        label={t('rows')}
        hint={t('rowsHint', {
          fields: fields
            .slice(0, 6)
            .map(({ name }) => name)
            .join(', '),
        })}
      >
        <Textarea
          rows={4}
          className="font-mono"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            run.reset();
          }}
        />
      </Field>
      {count > 0 ? (
        <div className="mt-4 flex flex-col gap-4">
          {pasted.ignored.length > 0 ? (
            <Note kind="info">{t('ignored', { columns: pasted.ignored.slice(0, 10).join(', ') })}</Note>
          ) : null}
          {pasted.missing.length > 0 ? (
            <Note kind="warn">{t('missing', { columns: pasted.missing.slice(0, 10).join(', ') })}</Note>
          ) : null}
          {count > MOST_ROWS ? <Note kind="bad">{t('tooMany', { n: format.number(count) })}</Note> : null}
          {run.error ? <InlineError error={run.error} title={t('refused')} /> : null}
          <div className="flex flex-wrap items-center gap-3">
            <Button
              kind="main"
              busy={run.isPending}
              onClick={() => run.mutate()}
              locked={count > MOST_ROWS ? t('locked') : undefined}
            >
              {t('run', { count })}
            </Button>
            {run.data ? (
              <>
                <Button
                  icon={<Download aria-hidden="true" />}
                  onClick={() => downloadText('predictions.csv', toCsv(fields, pasted.rows, run.data.predictions))}
                >
                  {t('csv')}
                </Button>
                <span className="text-xs text-ink-3">
                  {t('took', { n: format.number(count), time: format.duration(run.data.latencyMs) })}
                </span>
              </>
            ) : null}
          </div>
          <div className="-mx-5 max-h-96 overflow-auto max-md:-mx-4">
            <Table
              label={t('title')}
              columns={columns}
              rows={lines}
              rowKey={({ index }) => String(index)}
              phone="scroll"
              tight
            />
          </div>
          {count > MOST_SHOWN ? (
            <p className="text-xs text-ink-3">
              {t('shown', { shown: format.number(MOST_SHOWN), total: format.number(count) })}
            </p>
          ) : null}
        </div>
      ) : null}
    </Panel>
  );
}

function Cell({ value, fault }: { value: Row[string] | undefined; fault: string | undefined }) {
  const t = useTranslations('serving.paste');
  const format = useFormat();
  const text =
    value === undefined || value === null
      ? t('empty')
      : typeof value === 'number'
        ? format.number(value)
        : String(value).slice(0, 60);
  if (!fault) return value === undefined || value === null ? <span className="text-ink-3">{text}</span> : text;
  return (
    <span className="text-bad" title={fault}>
      {text}
      <span className="block text-xs">{fault}</span>
    </span>
  );
}

function Short({ prediction }: { prediction: FriendlyPrediction }) {
  const format = useFormat();
  if (prediction.outputs) return <code>{JSON.stringify(prediction.outputs).slice(0, 40)}</code>;
  if (prediction.value !== undefined)
    return (
      <span className="font-semibold whitespace-nowrap">
        {prediction.value === null ? '–' : format.withUnit(format.number(prediction.value), prediction.unit ?? '')}
      </span>
    );
  const share = prediction.label === null ? null : prediction.probabilities?.[prediction.label ?? ''];
  return (
    <span className="whitespace-nowrap">
      <b className="font-semibold">{prediction.name ?? prediction.label}</b>{' '}
      {typeof share === 'number' ? <span className="text-ink-3">{format.percent(share)}</span> : null}
    </span>
  );
}

function toCsv(fields: readonly RowField[], rows: readonly Row[], predictions: readonly FriendlyPrediction[]): string {
  const names = fields.map(({ name }) => name);
  return writeCsv(
    [...names, 'prediction', 'row_id'],
    rows.map((row, i) => {
      const prediction = predictions[i];
      const answer =
        prediction?.label ?? prediction?.value ?? (prediction?.outputs ? JSON.stringify(prediction.outputs) : null);
      const cells = names.map((name) => {
        const cell = row[name];
        return cell === undefined || cell === null
          ? null
          : typeof cell === 'object'
            ? JSON.stringify(cell)
            : typeof cell === 'boolean'
              ? String(cell)
              : cell;
      });
      return [...cells, answer, prediction?.id ?? null];
    }),
  );
}
