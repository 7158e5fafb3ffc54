import 'server-only';
import { createHash, type Hash } from 'node:crypto';
import { fingerprint } from '@/lib/platform/fingerprint';
import { bytesOf, type Tensor, valueAt } from '@/lib/pure/protocols/datatype';
import { encodeTensors, type LoggedCell, type LoggedTensor, plainFloat } from './logged-tensors';
import type { ServedVersion } from './served-version';

/** Values of one call that are carried through the spool; larger tensors are named by their sha256 only. */
const MAX_VALUES = 500_000;
const plain = (tensor: Tensor, index: number): LoggedCell => {
  const value = valueAt(tensor, index);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return typeof value === 'number' ? plainFloat(value) : value;
};

/** Adds the values of a tensor to a hash, so that no two lists of texts are the same. */
export function updateHash(hash: Hash, { data }: Tensor): void {
  if (Array.isArray(data)) for (const text of data) hash.update(text).update('\0');
  else hash.update(bytesOf(data));
}

function hashTensorValues(tensor: Tensor): string {
  const hash = createHash('sha256');
  updateHash(hash, tensor);
  return hash.digest('hex');
}

/** A tensor as the log keeps it. Floats stay floats, integers that fit stay integers, all else are cells. */
function toLogged(tensor: Tensor): LoggedTensor {
  const { shape, datatype, data } = tensor;
  if (data.length > MAX_VALUES) return { shape, sha256: hashTensorValues(tensor) };
  if (data instanceof Float32Array || data instanceof Float64Array || data instanceof Int32Array)
    return { shape, data };
  if (datatype === 'FP16' || datatype === 'BF16')
    return { shape, data: Float32Array.from({ length: data.length }, (_, i) => Number(valueAt(tensor, i))) };
  return { shape, data: toIntegers(tensor) ?? cellsOf(tensor) };
}

/** Integers of 32 bits; null where the values are none. */
function toIntegers({ datatype, data }: Tensor): Int32Array | null {
  if (datatype === 'BOOL' || Array.isArray(data)) return null;
  const integers = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    if (value !== (value | 0)) return null;
    integers[i] = value;
  }
  return integers;
}

const cellsOf = (tensor: Tensor): LoggedCell[] =>
  Array.from({ length: tensor.data.length }, (_, i) => plain(tensor, i));

/** The bytes of a call's tensors for the log: personal columns hashed with the installation's secret, or dropped, before anything is written. */
export const logTensors = (
  version: Pick<ServedVersion, 'personal' | 'signature'>,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  secret: string,
): Buffer =>
  encodeTensors(
    inputs.map((tensor) => [
      tensor.name,
      version.personal.size === 0 ? toLogged(tensor) : hideColumns(version, tensor, secret),
    ]),
    outputs.map((tensor) => [tensor.name, toLogged(tensor)]),
  );

function hideColumns(
  version: Pick<ServedVersion, 'personal' | 'signature'>,
  tensor: Tensor,
  secret: string,
): LoggedTensor {
  const { shape } = tensor;
  const isPersonal = version.signature.columns.some(
    (column) => column.input === tensor.name && version.personal.has(column.name),
  );
  if (!isPersonal) return toLogged(tensor);
  // A hash of few possible values would give them away.
  if (tensor.data.length > MAX_VALUES) return { shape };
  const data = cellsOf(tensor);
  const rows = shape[0] ?? 1;
  const width = data.length / rows;
  for (const column of version.signature.columns) {
    const rule = version.personal.get(column.name);
    if (!rule || column.input !== tensor.name) continue;
    if (column.index === null)
      return rule === 'drop' ? { shape } : { shape, data: data.map((value) => hide(value, secret)) };
    for (let row = 0; row < rows; row++) {
      const at = row * width + column.index;
      data[at] = rule === 'drop' ? null : hide(data[at] ?? null, secret);
    }
  }
  return { shape, data };
}

const hide = (value: LoggedCell, secret: string) => (value === null ? null : fingerprint(String(value), secret));
