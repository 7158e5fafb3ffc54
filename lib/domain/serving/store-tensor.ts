import 'server-only';
import { createHash, createHmac } from 'node:crypto';
import { bytesOf, type Tensor, valueAt } from '@/lib/pure/protocols/datatype';
import type { StoredTensor } from './record';
import type { ServedVersion } from './served-version';

/** Values of one call that are carried through the spool; larger tensors are named by their sha256 only. */
const MAX_VALUES = 500_000;

const plain = (tensor: Tensor, index: number): number | string | boolean | null => {
  const value = valueAt(tensor, index);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : Number.isNaN(value) ? null : value > 0 ? 'Infinity' : '-Infinity';
  return value;
};

function storeTensor(tensor: Tensor): StoredTensor {
  if (tensor.data.length > MAX_VALUES) {
    const hash = createHash('sha256');
    if (Array.isArray(tensor.data)) for (const text of tensor.data) hash.update(text).update('\0');
    else hash.update(bytesOf(tensor.data));
    return { shape: tensor.shape, sha256: hash.digest('hex') };
  }
  if (tensor.datatype === 'FP32') {
    const data: (number | string | null)[] = new Array(tensor.data.length);
    for (let i = 0; i < tensor.data.length; i++) {
      const value = tensor.data[i] as number;
      data[i] = Number.isFinite(value) ? value : (plain(tensor, i) as string | null);
    }
    return { shape: tensor.shape, data };
  }
  return { shape: tensor.shape, data: Array.from({ length: tensor.data.length }, (_, i) => plain(tensor, i)) };
}

/** Tensors as the log keeps them: personal columns hashed with the installation's secret, or dropped, before anything is written. */
export function storeInputs(
  version: ServedVersion,
  tensors: readonly Tensor[],
  secret: string,
): Record<string, StoredTensor> {
  const stored: Record<string, StoredTensor> = Object.create(null);
  for (const tensor of tensors) {
    const kept = storeTensor(tensor);
    stored[tensor.name] = kept;
    if (version.personal.size === 0) continue;
    const rows = tensor.shape[0] ?? 1;
    for (const column of version.signature.columns) {
      const rule = version.personal.get(column.name);
      if (!rule || column.input !== tensor.name) continue;
      if (!kept.data || column.index === null) {
        stored[tensor.name] =
          rule === 'drop' || !kept.data
            ? { shape: tensor.shape }
            : { shape: tensor.shape, data: kept.data.map((value) => hide(value, secret)) };
        continue;
      }
      const width = kept.data.length / rows;
      for (let row = 0; row < rows; row++) {
        const at = row * width + column.index;
        kept.data[at] = rule === 'drop' ? null : hide(kept.data[at] ?? null, secret);
      }
    }
  }
  return stored;
}

const hide = (value: number | string | boolean | null, secret: string) =>
  value === null ? null : `hash:${createHmac('sha256', secret).update(String(value)).digest('hex').slice(0, 16)}`;

export function storeOutputs(tensors: readonly Tensor[]): Record<string, StoredTensor> {
  return Object.fromEntries(tensors.map((tensor) => [tensor.name, storeTensor(tensor)]));
}
