import { readBinaryTensor } from './binary-tensor';
import { checkShape } from './check-shape';
import { contentTypeOf, decodeTexts } from './content-type';
import { allocate, isDatatype, type Tensor } from './datatype';
import { badField } from './protocol-error';
import { flattenData, readValue, readValues } from './read-values';
import type { Column, InputSpec, ServedSignature } from './signature';

/** A name that an owner gave to one position of a tensor, as callers fill it. */
export interface NamedColumn {
  column: Column;
  spec: InputSpec;
}

/** The named positions of nameless tensors, by name. */
export function namedColumns(signature: ServedSignature): Map<string, NamedColumn> {
  const named = new Map<string, NamedColumn>();
  for (const column of signature.columns) {
    const spec = signature.inputs.find((input) => input.name === column.input);
    if (spec && column.index !== null) named.set(column.name, { column, spec });
  }
  return named;
}

/** One column as it was sent: of the tensor's datatype, [n] or [n, 1], in JSON or binary. */
export function readColumn(
  { column, spec }: NamedColumn,
  given: Record<string, unknown>,
  bytes: Uint8Array | null,
): Tensor {
  const { name } = column;
  if (!isDatatype(given.datatype) || given.datatype !== spec.datatype)
    throw badField(
      name,
      `its datatype is ${isDatatype(given.datatype) ? given.datatype : 'missing'}; the model wants ${spec.datatype}`,
      'wrong_datatype',
    );
  const isNarrow = Array.isArray(given.shape) && given.shape.length === 2;
  const own: InputSpec = {
    name,
    datatype: spec.datatype,
    shape: isNarrow ? [-1, 1] : [-1],
    nullable: column.nullable || spec.nullable,
  };
  const shape = checkShape(own, given.shape, false);
  const tensor = bytes
    ? readBinaryTensor(own, shape, bytes)
    : {
        name,
        datatype: spec.datatype,
        shape,
        data: readValues(name, spec.datatype, flattenData(name, given.data, shape), own.nullable),
      };
  if (!Array.isArray(tensor.data)) return tensor;
  const { parameters } = given;
  const type = contentTypeOf(typeof parameters === 'object' && parameters !== null ? { ...parameters } : {});
  return { ...tensor, data: [...decodeTexts(name, type, tensor.data)] };
}

/** Puts columns beside each other as the tensors that they are positions of; a column left out takes its default. */
export function gatherColumns(
  signature: ServedSignature,
  given: ReadonlyMap<string, Tensor>,
  tensors: Map<string, Tensor>,
): void {
  for (const spec of signature.inputs) {
    const columns = signature.columns.filter((column) => column.input === spec.name && column.index !== null);
    const first = columns.find((column) => given.has(column.name));
    if (!first) continue;
    if (tensors.has(spec.name))
      throw badField(first.name, `it is a column of ${spec.name}, which is given too`, 'twice');
    const rows = given.get(first.name)?.data.length ?? 0;
    const width = columns.length;
    const data =
      spec.datatype === 'BYTES' ? new Array<string>(rows * width).fill('') : allocate(spec.datatype, rows * width);
    for (const column of columns) {
      const values = valuesOf(column, spec, given.get(column.name), rows);
      // Both sides are of the input's datatype; the union of array classes hides that.
      for (let row = 0; row < rows; row++) (data as unknown[])[row * width + (column.index ?? 0)] = values(row);
    }
    tensors.set(spec.name, { name: spec.name, datatype: spec.datatype, shape: [rows, ...spec.shape.slice(1)], data });
  }
}

function valuesOf(column: Column, spec: InputSpec, given: Tensor | undefined, rows: number): (row: number) => unknown {
  if (!given) {
    if (column.fallback === undefined) throw badField(column.name, 'it is missing', 'missing_input');
    const value = readValue(column.name, spec.datatype, column.fallback, column.nullable || spec.nullable);
    return () => value;
  }
  if (given.data.length !== rows)
    throw badField(column.name, `it has ${given.data.length} values for ${rows} rows`, 'wrong_count');
  return (row) => given.data[row];
}
