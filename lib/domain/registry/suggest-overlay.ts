import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import type { CsvRecord } from '@/lib/platform/http/read-csv';
import { type ColumnProfile, ColumnProfiler } from '@/lib/pure/tabular/column-profile';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import { type ColumnSlot, columnSlots, plainColumn } from './column-slots';
import { getVersion } from './get-model';
import { matchColumns } from './match-columns';
import { type ColumnKind, Overlay, type OverlayColumn, type OverlaySuggestion } from './schema';
import { findOverlayRow } from './store';

const EXAMPLES = 20;

/** Learns names, kinds, ranges and categories from a CSV file (header first) without saving them. */
export async function suggestOverlay(
  ctx: Ctx,
  input: { model: string; number: number; records: AsyncIterable<CsvRecord> | { header: string[] } },
): Promise<OverlaySuggestion> {
  const { model, version } = await getVersion(ctx, {
    model: input.model,
    number: input.number,
    permission: 'version.manage',
  });
  const slots = columnSlots(version.signature);
  const saved = await findOverlayRow(ctx, model.id, version.number);
  const names = slots.map(
    (slot) =>
      saved?.content.columns.find((column) => column.input === slot.input.name && column.index === slot.index)?.name ??
      plainColumn(slot).name,
  );
  const learnt = 'header' in input.records ? headerOnly(input.records.header) : await learn(input.records);
  const match = matchColumns(names, learnt.header);
  if (!match)
    throw new AppError(
      'invalid_input',
      `The file has ${learnt.header.length} columns, and the model takes ${slots.length} values a row. Give a file with these columns, with or without the target.`,
      { reason: 'column_count', invalidParams: [{ name: 'file', reason: 'the number of columns does not fit' }] },
    );
  const columns = slots.map((slot, i) => {
    const at = match.positions[i] ?? -1;
    return suggestColumn(slot, fieldName(learnt.header[at] ?? names[i] ?? '', i), learnt.profiles[at]);
  });
  const examples = learnt.examples.map((cells) =>
    Object.fromEntries(
      columns.map((column, i) => [column.name, exampleValue(column, cells[match.positions[i] ?? -1])]),
    ),
  );
  return {
    overlay: Overlay.parse({ ...saved?.content, columns, examples }),
    matchedBy: match.by,
    leftOut: match.leftOut,
    rows: learnt.rows,
  };
}

interface Learnt {
  header: string[];
  profiles: ColumnProfile[];
  examples: string[][];
  rows: number;
}

const headerOnly = (header: string[]): Learnt => ({ header, profiles: [], examples: [], rows: 0 });

async function learn(records: AsyncIterable<CsvRecord>): Promise<Learnt> {
  let header: string[] | null = null;
  let profilers: ColumnProfiler[] = [];
  const examples: string[][] = [];
  let rows = 0;
  for await (const { cells } of records) {
    if (!header) {
      header = cells;
      profilers = cells.map(() => new ColumnProfiler());
      continue;
    }
    rows += 1;
    if (examples.length < EXAMPLES) examples.push(cells);
    for (const [i, profiler] of profilers.entries()) profiler.add(cells[i] ?? '');
  }
  return { header: header ?? [], profiles: profilers.map((profiler) => profiler.finish()), examples, rows };
}

/** A name that the overlay takes: reserved and overlong ones are replaced by the column's position. */
function fieldName(name: string, index: number): string {
  const clean = name.trim().replace(/\p{C}/gu, '').slice(0, 128);
  const isReserved = ['', '__proto__', 'constructor', 'prototype'].includes(clean) || clean.startsWith('context.');
  return isReserved ? `column_${index}` : clean;
}

function suggestColumn(slot: ColumnSlot, name: string, profile: ColumnProfile | undefined): OverlayColumn {
  const plain = plainColumn(slot, name);
  if (!profile) return plain;
  const kind = kindOf(plain.kind, profile);
  const isNumeric = kind === 'number' || kind === 'integer';
  return {
    ...plain,
    kind,
    min: isNumeric ? profile.min : null,
    max: isNumeric ? profile.max : null,
    categories:
      kind === 'category' ? (profile.categories ?? []).map(({ value }) => value.slice(0, 256)) : plain.categories,
    nullable: slot.input.nullable && profile.nulls > 0,
  };
}

function kindOf(plain: ColumnKind, profile: ColumnProfile): ColumnKind {
  if (plain === 'text') return profile.categories && profile.categories.length > 0 ? 'category' : 'text';
  if (plain === 'number' && profile.type === 'integer') return 'integer';
  return plain;
}

function exampleValue(column: OverlayColumn, cell: string | undefined): string | number | null {
  if (cell === undefined || cell === '') return null;
  if (column.kind !== 'number' && column.kind !== 'integer' && column.kind !== 'boolean') return cell;
  const parsed = parseNumberText(cell);
  return parsed.ok && parsed.value !== null && Number.isFinite(parsed.value) ? parsed.value : cell;
}
