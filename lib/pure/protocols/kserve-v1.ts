import type { InferenceRequest } from './inference';
import { readNamedRows } from './named-rows';
import { ProtocolError } from './protocol-error';
import type { ServedSignature } from './signature';
import { readTensorRows } from './tensor-rows';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{"instances": […]}` or `{"inputs": …}`: rows as values, lists, or objects of named fields. */
export function readKserveV1(signature: ServedSignature, body: unknown): InferenceRequest {
  if (!isObject(body))
    throw new ProtocolError('the body must be an object with "instances" or "inputs"', { field: 'instances' });
  const field = body.instances !== undefined ? 'instances' : 'inputs';
  const given = body.instances ?? body.inputs;
  if (given === undefined || (body.instances !== undefined && body.inputs !== undefined))
    throw new ProtocolError('the body must hold exactly one of "instances" and "inputs"', { field });
  if (isObject(given) && field === 'inputs') return readColumns(signature, given, field);
  if (!Array.isArray(given)) throw new ProtocolError(`${field}: it must be a list of rows`, { field });
  return readRows(signature, given, field);
}

/** Rows given as a list: objects of named fields, or values for the only input. */
export function readRows(signature: ServedSignature, given: readonly unknown[], field: string): InferenceRequest {
  const isNamed = isObject(given[0]) || (given.length === 0 && signature.inputs.length > 1);
  return isNamed ? readNamedRows(signature, given) : readTensorRows(signature, given, field);
}

/** Columns given as `{name: [value per row]}`. */
export function readColumns(
  signature: ServedSignature,
  given: Record<string, unknown>,
  field: string,
): InferenceRequest {
  const names = Object.keys(given);
  const first = given[names[0] ?? ''];
  if (!Array.isArray(first)) throw new ProtocolError(`${field}: each column must be a list`, { field });
  const rows: Record<string, unknown>[] = Array.from({ length: first.length }, () => Object.create(null));
  for (const name of names) {
    const column = given[name];
    if (!Array.isArray(column) || column.length !== first.length)
      throw new ProtocolError(`${name}: a column must be a list of ${first.length} values, as the first one is`, {
        field: name,
      });
    const isColumnOfOnes = column.every((value) => Array.isArray(value) && value.length === 1);
    column.forEach((value: unknown, row) => {
      const target = rows[row];
      if (target) target[name] = isColumnOfOnes && Array.isArray(value) ? value[0] : value;
    });
  }
  return readNamedRows(signature, rows);
}
