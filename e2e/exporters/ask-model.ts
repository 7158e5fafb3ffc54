import { binaryOf, readBinaryTexts } from '@/lib/pure/protocols/binary-tensor';
import { countOf, type Datatype, fromBytes, type Tensor, valueAt } from '@/lib/pure/protocols/datatype';
import { longDigits, markLongIntegers } from '@/lib/pure/protocols/long-integers';
import { jsonData, jsonValue } from '@/lib/pure/protocols/render-open-inference';

interface AnsweredTensor {
  name: string;
  datatype: Datatype;
  shape: number[];
  data?: unknown[];
  parameters?: { binary_data_size?: number };
}

export type Answer = { ok: true; outputs: Tensor[] } | { ok: false; status: number; text: string };

export interface Place {
  url: string;
  key: string;
}

const headOf = ({ name, datatype, shape }: Tensor): string =>
  `"name":${JSON.stringify(name)},"datatype":"${datatype}","shape":[${shape.join(',')}]`;

async function send(place: Place, path: string, body: string | Uint8Array, headers: Record<string, string>) {
  const answer = await fetch(`${place.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${place.key}`, ...headers },
    body: body as BodyInit,
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

export async function askInJson(place: Place, model: string, inputs: Tensor[]): Promise<Answer> {
  const body = `{"inputs":[${inputs.map((tensor) => `{${headOf(tensor)},"data":${jsonData(tensor)}}`).join(',')}]}`;
  const { status, bytes } = await send(place, `/v2/models/${model}/infer`, body, {
    'content-type': 'application/json',
  });
  if (status !== 200) return { ok: false, status, text: bytes.toString() };
  const { outputs } = JSON.parse(markLongIntegers(bytes.toString()));
  return { ok: true, outputs: outputs.map(fromJson) };
}

export async function askInBinary(place: Place, model: string, inputs: Tensor[]): Promise<Answer> {
  const parts = inputs.map(binaryOf);
  const heads = inputs.map(
    (tensor, i) => `{${headOf(tensor)},"parameters":{"binary_data_size":${parts[i]?.length ?? 0}}}`,
  );
  const head = Buffer.from(`{"parameters":{"binary_data_output":true},"inputs":[${heads.join(',')}]}`);
  const { status, headers, bytes } = await send(place, `/v2/models/${model}/infer`, Buffer.concat([head, ...parts]), {
    'inference-header-content-length': String(head.length),
  });
  if (status !== 200) return { ok: false, status, text: bytes.toString() };
  const length = Number(headers.get('inference-header-content-length') ?? bytes.length);
  const { outputs } = JSON.parse(bytes.subarray(0, length).toString());
  let at = length;
  return {
    ok: true,
    outputs: outputs.map((output: AnsweredTensor) => {
      const size = output.parameters?.binary_data_size ?? 0;
      at += size;
      return fromBinary(output, bytes.subarray(at - size, at));
    }),
  };
}

/** Rows as named fields, the form of `/api/models/{model}/predict`; null where an input has no rows. */
export function namedRows(inputs: readonly Tensor[], isNamed: (name: string) => boolean): string | null {
  const [rows] = inputs[0]?.shape ?? [];
  if (rows === undefined || inputs.some(({ shape, name }) => shape[0] !== rows || !isNamed(name))) return null;
  const list = Array.from({ length: rows }, (_, row) => {
    const fields = inputs.map((tensor) => `${JSON.stringify(tensor.name)}:${nest(tensor, row)}`);
    return `{${fields.join(',')}}`;
  });
  return `{"rows":[${list.join(',')}]}`;
}

function nest(tensor: Tensor, row: number): string {
  const inner = tensor.shape.slice(1);
  if (countOf(inner) === 1) return jsonValue(valueAt(tensor, row));
  const list = (shape: number[], from: number): string => {
    const [size, ...rest] = shape;
    if (size === undefined) return jsonValue(valueAt(tensor, from));
    return `[${Array.from({ length: size }, (_, i) => list(rest, from + i * countOf(rest))).join(',')}]`;
  };
  return list(inner, row * countOf(inner));
}

export async function askByRows(place: Place, model: string, rows: string) {
  const { status, bytes } = await send(place, `/api/models/${model}/predict`, rows, {
    'content-type': 'application/json',
  });
  return { status, text: bytes.toString() };
}

function fromJson({ name, datatype, shape, data = [] }: AnsweredTensor): Tensor {
  if (datatype === 'BYTES') return { name, datatype, shape, data: data.map(String) };
  const values = data.map((value) => (typeof value === 'string' ? (longDigits(value) ?? value) : value));
  if (datatype === 'INT64')
    return { name, datatype, shape, data: BigInt64Array.from(values, (value) => BigInt(String(value))) };
  if (datatype === 'UINT64')
    return { name, datatype, shape, data: BigUint64Array.from(values, (value) => BigInt(String(value))) };
  // Every other number fits a double; its own datatype is kept beside it for the comparison.
  return {
    name,
    datatype,
    shape,
    data: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
  };
}

function fromBinary({ name, datatype, shape }: AnsweredTensor, bytes: Uint8Array): Tensor {
  if (datatype === 'BYTES') return { name, datatype, shape, data: readBinaryTexts(name, bytes) };
  return { name, datatype, shape, data: fromBytes(datatype, bytes) };
}
