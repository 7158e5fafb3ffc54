import 'server-only';
import { createHash, createHmac } from 'node:crypto';
import { bytesOf, type Tensor, valueAt } from '@/lib/pure/protocols/datatype';
import { plainFloat, type StoredTensor } from './record';
import type { ServedVersion } from './served-version';

/** Values of one call that are carried through the spool; larger tensors are named by their sha256 only. */
const MAX_VALUES = 500_000;
/** From here on floats travel as bytes: writing them as decimals takes longer than running the model. */
const PACK_FROM = 256;

const plain = (tensor: Tensor, index: number): number | string | boolean | null => {
  const value = valueAt(tensor, index);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return typeof value === 'number' ? plainFloat(value) : value;
};

function hashOf(tensor: Tensor): string {
  const hash = createHash('sha256');
  if (Array.isArray(tensor.data)) for (const text of tensor.data) hash.update(text).update('\0');
  else hash.update(bytesOf(tensor.data));
  return hash.digest('hex');
}

/** A tensor as JSON; `sent` is the list of its values as the caller wrote it. */
function tensorText(tensor: Tensor, sent?: string): string {
  const shape = `{"shape":[${tensor.shape.join(',')}]`;
  if (tensor.data.length > MAX_VALUES) return `${shape},"sha256":"${hashOf(tensor)}"}`;
  const { datatype, data } = tensor;
  if (!sent && data.length > PACK_FROM && (datatype === 'FP32' || datatype === 'FP64') && !Array.isArray(data)) {
    const base64 = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
    return `${shape},"packed":{"datatype":"${datatype}","base64":"${base64}"}}`;
  }
  return `${shape},"data":${sent ?? valuesText(tensor)}}`;
}

function valuesText(tensor: Tensor): string {
  const { data } = tensor;
  if (tensor.datatype !== 'FP32' && tensor.datatype !== 'FP64') return JSON.stringify(valuesOf(tensor));
  let text = '[';
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (i > 0) text += ',';
    text += Number.isFinite(value) ? value : JSON.stringify(plain(tensor, i));
  }
  return `${text}]`;
}

const valuesOf = (tensor: Tensor) => Array.from({ length: tensor.data.length }, (_, i) => plain(tensor, i));

export const tensorsText = (tensors: readonly Tensor[], sent?: readonly string[]): string =>
  `{${tensors.map((tensor, i) => `${JSON.stringify(tensor.name)}:${tensorText(tensor, sent?.[i])}`).join(',')}}`;

/** Inputs as the log keeps them, as JSON: personal columns hashed with the installation's secret, or dropped, before anything is written. */
export function inputsText(
  version: Pick<ServedVersion, 'personal' | 'signature'>,
  tensors: readonly Tensor[],
  sent: readonly string[] | undefined,
  secret: string,
): string {
  if (version.personal.size === 0) return tensorsText(tensors, sent);
  const stored: Record<string, StoredTensor> = Object.create(null);
  for (const tensor of tensors) stored[tensor.name] = hideColumns(version, tensor, secret);
  return JSON.stringify(stored);
}

function hideColumns(
  version: Pick<ServedVersion, 'personal' | 'signature'>,
  tensor: Tensor,
  secret: string,
): StoredTensor {
  const { shape } = tensor;
  if (tensor.data.length > MAX_VALUES) {
    // A hash of few possible values would give them away.
    const isPersonal = version.signature.columns.some(
      (column) => column.input === tensor.name && version.personal.has(column.name),
    );
    return isPersonal ? { shape } : { shape, sha256: hashOf(tensor) };
  }
  const data = valuesOf(tensor);
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

const hide = (value: number | string | boolean | null, secret: string) =>
  value === null ? null : `hash:${createHmac('sha256', secret).update(String(value)).digest('hex').slice(0, 16)}`;
