import type {
  ColumnKind,
  Inspection,
  Overlay,
  OverlayColumn,
  OverlaySuggestion,
  OverlayView,
  SignatureInput,
} from '@/lib/domain/registry/schema';

type Cell = string | number | boolean | null;

/** A column while it is being named. An empty name means: not named yet. */
export interface DraftColumn extends OverlayColumn {
  key: string;
  /** The name it has as long as nobody names it. */
  plainName: string;
  /** First values, in the order of the example rows. */
  values: Cell[];
}

export interface ColumnsDraft {
  columns: DraftColumn[];
  classNames: Record<string, string>;
  outputUnit: string;
}

export type ColumnFault = 'reserved' | 'long' | 'control' | 'doubled' | 'reversed';

const keyOf = ({ input, index }: Pick<OverlayColumn, 'input' | 'index'>): string => `${input}[${index ?? ''}]`;

/** What stands in the editor first: the saved overlay over the plain columns, in the order of the model's inputs. */
export function draftFrom(view: OverlayView): ColumnsDraft {
  const saved = view.saved?.content;
  const inputs = [...new Set(view.plain.map(({ input }) => input))];
  const columns = inputs.flatMap((input) => {
    const plain = view.plain.filter((column) => column.input === input);
    const own = (saved?.columns ?? []).filter((column) => column.input === input);
    const whole = own.find((column) => column.index === null);
    if (whole && plain[0]) return [toDraft(whole, { ...plain[0], name: input })];
    return plain.map((slot) => toDraft(own.find((column) => column.index === slot.index) ?? slot, slot));
  });
  return {
    columns: columns.map((column) => ({
      ...column,
      values: (saved?.examples ?? []).map((row) => row[shownName(column)] ?? null),
    })),
    classNames: { ...saved?.classNames },
    outputUnit: saved?.outputUnit ?? '',
  };
}

const toDraft = (column: OverlayColumn, plain: OverlayColumn): DraftColumn => ({
  ...column,
  name: column.name === plain.name && plain.index !== null ? '' : column.name,
  key: keyOf(column),
  plainName: plain.name,
  values: [],
});

export const shownName = (column: DraftColumn): string => column.name.trim() || column.plainName;

export const countNamed = (columns: readonly DraftColumn[]): number =>
  columns.filter((column) => column.name.trim() !== '').length;

/** The overlay to save. Columns without a name keep the plain one; example rows follow renamed columns. */
export function toOverlay(draft: ColumnsDraft): Overlay {
  const { columns } = draft;
  const exampleRows = Math.min(20, Math.max(0, ...columns.map(({ values }) => values.length)));
  return {
    columns: columns.map(({ key, plainName, values, ...column }) => ({
      ...column,
      name: column.name.trim() || plainName,
      title: column.title.trim(),
      unit: column.unit.trim(),
    })),
    classNames: Object.fromEntries(
      Object.entries(draft.classNames).flatMap(([label, name]) => (name.trim() ? [[label, name.trim()]] : [])),
    ),
    outputUnit: draft.outputUnit.trim(),
    examples: Array.from({ length: exampleRows }, (_, row) =>
      Object.fromEntries(columns.map((column) => [shownName(column), column.values[row] ?? null])),
    ),
  };
}

/** Lays a suggestion over the draft: names always; kinds, ranges, categories and examples where a file with rows was read. */
export function applySuggestion(draft: ColumnsDraft, { overlay, rows }: OverlaySuggestion): ColumnsDraft {
  const suggested = new Map(overlay.columns.map((column) => [keyOf(column), column]));
  return {
    ...draft,
    columns: draft.columns.map((column) => {
      const found = suggested.get(column.key);
      if (!found) return column;
      const { name, kind, min, max, categories, nullable } = found;
      if (rows === 0) return { ...column, name };
      return {
        ...column,
        name,
        kind,
        min,
        max,
        categories,
        nullable,
        values: overlay.examples.map((example) => example[name] ?? null),
      };
    }),
  };
}

const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** What keeps a draft from being saved, by the position of the column. */
export function findFaults(columns: readonly DraftColumn[]): Map<number, ColumnFault> {
  const faults = new Map<number, ColumnFault>();
  const seen = new Set<string>();
  for (const [index, column] of columns.entries()) {
    const name = shownName(column);
    if (RESERVED.has(name) || name.startsWith('context.')) faults.set(index, 'reserved');
    else if (name.length > 128) faults.set(index, 'long');
    else if (/\p{C}/u.test(name)) faults.set(index, 'control');
    else if (seen.has(name)) faults.set(index, 'doubled');
    else if (column.min !== null && column.max !== null && column.min > column.max) faults.set(index, 'reversed');
    seen.add(name);
  }
  return faults;
}

/** What the server objects to, by the position of the column; the rest under -1. */
export function readServerFaults(fields: Readonly<Record<string, string>>): Map<number, string> {
  const faults = new Map<number, string>();
  for (const [name, reason] of Object.entries(fields)) {
    const index = Number(/^columns\.(\d+)/.exec(name)?.[1] ?? -1);
    faults.set(index, [faults.get(index), reason].filter(Boolean).join(' '));
  }
  return faults;
}

/** The kinds that a column of this input can be. */
export function kindsOf(input: SignatureInput | undefined, column: Pick<OverlayColumn, 'index'>): ColumnKind[] {
  if (input && column.index === null && input.shape.length > 2) return ['image'];
  return input?.datatype === 'BYTES' ? ['text', 'category', 'boolean'] : ['number', 'integer', 'boolean', 'category'];
}

/** Names that the file brings along: a list of the right length in its metadata, as JSON or separated by commas or lines. */
export function namesInMetadata(
  metadata: Inspection['metadata'],
  wanted: number,
): { key: string; names: string[] } | null {
  if (wanted < 2) return null;
  for (const { key, value } of metadata) {
    const names = readNames(value);
    if (names.length === wanted && new Set(names).size === wanted) return { key, names };
  }
  return null;
}

function readNames(value: string): string[] {
  if (value.trimStart().startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(value.replaceAll("'", '"'));
      return Array.isArray(parsed) ? parsed.filter((name) => typeof name === 'string') : [];
    } catch {
      return [];
    }
  }
  return value
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
