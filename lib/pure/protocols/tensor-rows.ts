import { ContextReader } from './context';
import type { InferenceRequest } from './inference';
import { badField, ProtocolError } from './protocol-error';
import { flattenData, readValues } from './read-values';
import { rowWidth, type ServedSignature } from './signature';

const shapeOf = (value: unknown): number[] =>
  Array.isArray(value) ? [value.length, ...(value.length > 0 ? shapeOf(value[0]) : [])] : [];

/** A list of rows for the only input of a model: each a value, a list of values, or nested as the input's shape says. */
export function readTensorRows(signature: ServedSignature, rows: readonly unknown[], field: string): InferenceRequest {
  const [spec, second] = signature.inputs;
  if (!spec || second)
    throw new ProtocolError(
      `${field}: the model has ${signature.inputs.length} inputs; send rows as objects of named fields`,
      { field },
    );
  const wanted = spec.shape.slice(1);
  const found = shapeOf(rows).slice(1);
  const width = rowWidth(spec.shape);
  const isFlat =
    found.length !== wanted.length &&
    width !== null &&
    (found.length === 0 ? width === 1 : found.length === 1 && found[0] === width);
  if (
    !isFlat &&
    (found.length !== wanted.length || wanted.some((size, axis) => size >= 0 && size !== found[axis])) &&
    rows.length > 0
  ) {
    throw badField(
      spec.name,
      `a row has the shape [${found.join(', ')}]; the model wants [${wanted.join(', ')}]`,
      'wrong_shape',
    );
  }
  // No rows have the model's own shape: a tensor of another rank would be refused by its graph.
  const empty = wanted.map((size) => Math.max(size, 0));
  const flat = flattenData(spec.name, rows, [rows.length, ...(rows.length > 0 ? found : empty)]);
  const shape = [rows.length, ...(rows.length === 0 ? empty : isFlat ? wanted : found)];
  return {
    tensors: [
      {
        name: spec.name,
        datatype: spec.datatype,
        shape,
        data: readValues(spec.name, spec.datatype, flat, spec.nullable),
      },
    ],
    rows: rows.length,
    context: new ContextReader(0).result(),
  };
}
