import { type Column, plainColumns, type ServedSignature } from '@/lib/pure/protocols/signature';
import type { Overlay, Signature } from './schema';

/** The signature with the owner's names on it: what the protocols accept. An overlay that no longer fits an input is ignored for it. */
export function servedSignature(signature: Signature, overlay: Overlay | null): ServedSignature {
  const plain = plainColumns(signature.inputs);
  const columns: Column[] = [];
  for (const input of signature.inputs) {
    const named = overlay?.columns.filter((column) => column.input === input.name) ?? [];
    const width = input.shape.slice(1).reduce((product, size) => product * Math.max(size, 0), 1);
    const fits =
      named.length === 1
        ? true
        : named.length === width && named.every((column) => column.index !== null && column.index < width);
    if (named.length === 0 || !fits) {
      columns.push(...plain.filter((column) => column.input === input.name));
      continue;
    }
    for (const column of named) {
      columns.push({
        name: column.name,
        input: input.name,
        index:
          named.length === 1 && width === 1 ? null : named.length === 1 && column.index === null ? null : column.index,
        nullable: input.nullable && column.nullable,
        fallback: column.default ?? undefined,
      });
    }
  }
  const reading =
    signature.reading.task === 'regression'
      ? { ...signature.reading, unit: overlay?.outputUnit || null }
      : signature.reading;
  return { inputs: signature.inputs, outputs: signature.outputs, columns, reading, rowByRow: signature.rowByRow };
}
