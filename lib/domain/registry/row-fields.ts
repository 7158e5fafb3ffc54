import { rowWidth, type ServedSignature } from '@/lib/pure/protocols/signature';
import type { Overlay, Row, RowField } from './schema';

/** The fields of a row, in order. A wide input without names is one list; more than two dimensions are a picture. */
export function rowFields(served: ServedSignature, overlay: Overlay | null): RowField[] {
  return served.columns.flatMap((column): RowField[] => {
    const input = served.inputs.find(({ name }) => name === column.input);
    if (!input) return [];
    const said = overlay?.columns.find(({ name }) => name === column.name);
    const shape = column.index === null && rowWidth(input.shape) !== 1 ? input.shape.slice(1) : [];
    return [
      {
        name: column.name,
        title: said?.title ?? '',
        kind: kindOf(input.datatype, shape, said?.kind),
        unit: said?.unit ?? '',
        min: said?.min ?? null,
        max: said?.max ?? null,
        categories: said?.categories ?? [],
        nullable: said ? column.nullable : input.nullable,
        default: said?.default ?? null,
        shape,
        datatype: input.datatype,
      },
    ];
  });
}

function kindOf(datatype: string, shape: readonly number[], said: string | undefined): RowField['kind'] {
  if (shape.length > 1) return 'image';
  if (shape.length === 1) return 'list';
  if (said === 'category' || said === 'boolean') return said;
  if (datatype === 'BYTES') return 'text';
  if (datatype === 'BOOL') return 'boolean';
  return said === 'integer' || /^U?INT/.test(datatype) ? 'integer' : 'number';
}

/** A row to begin with: the owner's first example, else the middle of ranges, first categories and zeros. */
export function exampleRow(fields: readonly RowField[], overlay: Overlay | null): Row {
  const given = overlay?.examples[0];
  return Object.fromEntries(
    fields.map((field) => [field.name, given?.[field.name] ?? field.default ?? plainCell(field)]),
  );
}

function plainCell(field: RowField): Row[string] {
  if (field.kind === 'list' || field.kind === 'image') {
    const count = field.shape.reduce((product, size) => product * (size < 0 ? 1 : size), 1);
    return new Array<number>(Math.min(count, 4096)).fill(0);
  }
  if (field.kind === 'boolean') return field.datatype === 'BOOL' ? false : 0;
  const [first] = field.categories;
  if (field.kind === 'category' && first !== undefined) return field.datatype === 'BYTES' ? first : Number(first);
  if (field.kind === 'text' || field.datatype === 'BYTES') return '';
  const middle = field.min !== null && field.max !== null ? (field.min + field.max) / 2 : 0;
  return field.kind === 'integer' ? Math.round(middle) : Number(middle.toPrecision(4));
}

/** The same row as tensors of the Open Inference protocol, one row each. Free dimensions take the length that the row gives them. */
export function exampleTensors(
  served: ServedSignature,
  row: Row,
): { name: string; datatype: string; shape: number[]; data: unknown[] }[] {
  return served.inputs.map((input) => {
    const columns = served.columns.filter(({ input: name }) => name === input.name);
    const [only] = columns;
    const whole = only && only.index === null ? row[only.name] : undefined;
    const data = Array.isArray(whole)
      ? whole.flat(Number.POSITIVE_INFINITY)
      : columns.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)).map((column) => row[column.name] ?? null);
    const known = input.shape.slice(1).reduce((product, size) => product * Math.max(size, 1), 1);
    const shape = input.shape.map((size, axis) =>
      axis === 0 ? 1 : size < 0 ? Math.max(1, data.length / known) : size,
    );
    return { name: input.name, datatype: input.datatype, shape, data };
  });
}
