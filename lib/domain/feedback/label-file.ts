import type { Ctx } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { csvFault, csvRecords } from '@/lib/platform/http/read-csv';
import type { Reading } from '@/lib/pure/protocols/signature';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import { parseRowId } from '../predictions';
import { getModel, getServedVersion } from '../registry';
import type { LabelFile, LabelFileQuery, NewLabel } from './schema';
import { countKnownRows } from './store';
import { findRowsByContext } from './store-label-file';
import { writeLabels } from './write-labels';

const MAX_LINES = 50_000;
const MAX_ROWS = 100_000;
const MAX_VALUE = 1000;
const AT_ONCE = 10_000;
const SHOWN = 5;
const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 28;

interface Line {
  line: number;
  key: string;
  value: string;
}

/**
 * Takes the truth from a CSV file, joined to rows by their ids or by a context value that callers sent with them; a key that several
 * rows have labels them all. With `dryRun` it only says what would be written. A file in which two lines say different things of one key
 * is not written.
 */
export async function importLabels(
  ctx: Ctx,
  input: LabelFileQuery & { model: string; body: AsyncIterable<Uint8Array> },
): Promise<LabelFile> {
  const model = await getModel(ctx, { model: input.model, permission: 'label.write' });
  const { lines, empty } = await readLines(input);
  const { values, repeated, contradictions } = once(lines);
  const reading = await readingOf(ctx, model);
  const misfits = [...values.values()].filter(({ value }) => reading && !fits(reading, value));
  const found = input.context
    ? await joinByContext(
        ctx,
        { ...input, context: input.context, projectId: model.projectId, modelId: model.id },
        values,
      )
    : await joinById(ctx, model.projectId, values);
  const isWritten = input.dryRun !== '1';
  if (isWritten && contradictions.length > 0)
    throw new AppError('invalid_input', contradictionText(contradictions[0]), {
      reason: 'contradiction',
      invalidParams: [{ name: input.label, reason: contradictionText(contradictions[0]) }],
    });
  let replaced = 0;
  if (isWritten)
    for (let from = 0; from < found.labels.length; from += AT_ONCE) {
      const labels = found.labels.slice(from, from + AT_ONCE).map((label) => ({ ...label, source: input.source }));
      replaced += (await writeLabels(ctx, { projectId: model.projectId, labels })).replaced;
    }
  return {
    isWritten,
    lines: lines.length,
    empty,
    repeated,
    keys: values.size,
    unknown: { count: found.unknown.length, examples: found.unknown.slice(0, SHOWN) },
    contradictions: {
      count: contradictions.length,
      examples: contradictions.slice(0, SHOWN).map((pair) => contradictionText(pair)),
    },
    misfits: { count: misfits.length, examples: [...new Set(misfits.map(({ value }) => value))].slice(0, SHOWN) },
    rows: found.labels.length,
    replaced: isWritten ? replaced : null,
  };
}

const contradictionText = (pair: [Line, Line] | undefined): string =>
  pair
    ? `Lines ${pair[0].line} and ${pair[1].line} say different things of "${pair[0].key.slice(0, 80)}": "${pair[0].value.slice(0, 80)}" and "${pair[1].value.slice(0, 80)}".`
    : '';

async function readLines(input: LabelFileQuery & { body: AsyncIterable<Uint8Array> }) {
  const lines: Line[] = [];
  let places: { key: number; label: number } | null = null;
  let empty = 0;
  for await (const { cells, line } of csvRecords(input.body)) {
    if (!places) {
      places = { key: placeOf(cells, input.key), label: placeOf(cells, input.label) };
      continue;
    }
    const key = (cells[places.key] ?? '').trim();
    const value = (cells[places.label] ?? '').trim();
    if (key === '' || value === '') {
      empty += 1;
      continue;
    }
    if (value.length > MAX_VALUE)
      throw csvFault(`a label has ${MAX_VALUE.toLocaleString('en')} characters at most.`, {
        line,
        column: input.label,
      });
    if (!input.context && !parseRowId(key))
      throw csvFault(`"${key.slice(0, 60)}" is not the id of a prediction or row.`, { line, column: input.key });
    if (lines.length >= MAX_LINES)
      throw csvFault(`there are more than ${MAX_LINES.toLocaleString('en')} labels. Send the file in parts.`, { line });
    lines.push({ line, key, value });
  }
  if (lines.length === 0) throw invalidInput('file', 'it holds no label', { reason: 'no_labels' });
  return { lines, empty };
}

function placeOf(header: readonly string[], name: string): number {
  const at = header.indexOf(name);
  if (at >= 0) return at;
  throw csvFault(
    `there is no column "${name.slice(0, 80)}". The file has: ${header.slice(0, 20).join(', ').slice(0, 400)}.`,
    {
      line: 1,
      column: name,
    },
  );
}

/** Each key once: the same line twice counts once, and what differs is told. */
function once(lines: readonly Line[]) {
  const values = new Map<string, Line>();
  const contradictions: [Line, Line][] = [];
  let repeated = 0;
  for (const line of lines) {
    const known = values.get(line.key);
    if (!known) values.set(line.key, line);
    else if (known.value === line.value) repeated += 1;
    else contradictions.push([known, line]);
  }
  return { values, repeated, contradictions };
}

/** How the champion's answers are read; null where there is none. */
async function readingOf(ctx: Ctx, model: { id: string; champion: number | null }): Promise<Reading | null> {
  if (model.champion === null) return null;
  return (await getServedVersion(ctx, { model: model.id, permission: 'label.write' })).served.reading;
}

function fits(reading: Reading, value: string): boolean {
  if (reading.task === 'classification') return reading.classes.length === 0 || reading.classes.includes(value);
  return reading.task !== 'regression' || parseNumberText(value).ok;
}

interface Joined {
  labels: NewLabel[];
  /** Keys that no row has. */
  unknown: string[];
}

/** Labels of ids that are not in the log are kept too: their rows may still come. */
async function joinById(ctx: Ctx, projectId: string, values: ReadonlyMap<string, Line>): Promise<Joined> {
  const ids = [...values.keys()].flatMap((key) => parseRowId(key)?.predictionId ?? []);
  const known = await countKnownRows(ctx, projectId, [...new Set(ids)]);
  const isKnown = (key: string) => {
    const at = parseRowId(key);
    return at !== null && at.row < (known.get(at.predictionId) ?? 0);
  };
  return {
    labels: [...values.values()].map(({ key, value }) => ({ predictionId: key, value })),
    unknown: [...values.keys()].filter((key) => !isKnown(key)),
  };
}

async function joinByContext(
  ctx: Ctx,
  of: LabelFileQuery & { context: string; projectId: string; modelId: string },
  values: ReadonlyMap<string, Line>,
): Promise<Joined> {
  const toMs = of.to ? Date.parse(of.to) : ctx.now().getTime();
  const fromMs = of.from ? Date.parse(of.from) : toMs - DEFAULT_DAYS * DAY_MS;
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  const rows = await findRowsByContext(ctx, { ...of, fromMs, toMs, keys: [...values.keys()], limit: MAX_ROWS + 1 });
  if (rows.length > MAX_ROWS)
    throw invalidInput(
      'from',
      `more than ${MAX_ROWS.toLocaleString('en')} rows have these keys; take a shorter window`,
      {
        reason: 'too_many_rows',
      },
    );
  const met = new Set(rows.map(({ key }) => key));
  return {
    labels: rows.flatMap(({ key, id, row }) => {
      const line = values.get(key);
      return line ? [{ predictionId: `${id}.${row}`, value: line.value }] : [];
    }),
    unknown: [...values.keys()].filter((key) => !met.has(key)),
  };
}
