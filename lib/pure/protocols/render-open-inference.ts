import { binaryOf } from './binary-tensor';
import { classify } from './classify';
import { type ContentType, encodeBase64 } from './content-type';
import { type Tensor, valueAt } from './datatype';
import { jsonText } from './json-text';
import { limitJsonValues } from './limit-values';

/** One value as JSON text: 64-bit integers keep their digits, NaN is null, infinities are texts. */
export function jsonValue(value: number | bigint | boolean | string): string {
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? String(value)
      : Number.isNaN(value)
        ? 'null'
        : value > 0
          ? '"Infinity"'
          : '"-Infinity"';
  if (typeof value === 'string') return jsonText(value);
  return String(value);
}

/** Flat JSON list of a tensor's values. */
export function jsonData(tensor: Tensor): string {
  const { data } = tensor;
  if (data.length === 0) return '[]';
  if (
    tensor.datatype === 'FP32' ||
    tensor.datatype === 'FP64' ||
    tensor.datatype === 'INT64' ||
    tensor.datatype === 'INT32'
  ) {
    let text = '[';
    for (let i = 0; i < data.length; i++) {
      const value = data[i] as number | bigint;
      text += i === 0 ? '' : ',';
      text += typeof value === 'bigint' || Number.isFinite(value) ? value : jsonValue(value);
    }
    return `${text}]`;
  }
  const parts: string[] = [];
  for (let i = 0; i < data.length; i++) parts.push(jsonValue(valueAt(tensor, i)));
  return `[${parts.join(',')}]`;
}

/** One output that a caller asked for. */
export interface WantedOutput {
  name: string;
  binary: boolean;
  /** How many of the largest values are answered as texts, by the classification extension. */
  classes?: number;
  /** Texts are answered as base64. */
  base64?: boolean;
}

export interface OpenInferenceAnswer {
  body: Uint8Array | string;
  contentType: 'application/json' | 'application/octet-stream';
  /** Bytes of the JSON part, where any output is binary. */
  headerBytes: number | null;
}

const encoder = new TextEncoder();

function parametersOf({
  contentType,
  abstained,
}: {
  contentType?: ContentType;
  abstained?: readonly number[];
}): string {
  if (contentType === undefined && !abstained?.length) return '';
  const said = [
    ...(contentType === undefined ? [] : [`"content_type":"${contentType}"`]),
    ...(abstained?.length ? [`"abstained":"${abstained.join(',')}"`] : []),
  ];
  return `"parameters":{${said.join(',')}},`;
}

/** Renders the outputs that were asked for, in their order. */
export function renderOpenInference(answer: {
  model: string;
  version: number;
  id: string | undefined;
  outputs: Tensor[];
  wanted: WantedOutput[];
  /** The content type of the request, answered back for MLServer's codecs. */
  contentType?: ContentType;
  /** Rows that are too close to call, named in the answer's parameters: those can be texts and numbers only. */
  abstained?: readonly number[];
  /** Texts of the classes that an output's values stand for. */
  labelsOf?: (output: string) => readonly string[] | null;
}): OpenInferenceAnswer {
  const binaries: Uint8Array[] = [];
  const parts: string[] = [];
  for (const wanted of answer.wanted) {
    const { name, binary } = wanted;
    const given = answer.outputs.find((output) => output.name === name);
    if (!given) continue;
    const tensor = asAsked(given, wanted, answer.labelsOf?.(name) ?? null);
    const type = wanted.base64 && tensor.datatype === 'BYTES' ? '"content_type":"base64"' : '';
    const head = `{"name":${jsonText(name)},"datatype":"${tensor.datatype}","shape":[${tensor.shape.join(',')}],`;
    if (binary) {
      const bytes = binaryOf(tensor);
      binaries.push(bytes);
      parts.push(`${head}"parameters":{"binary_data_size":${bytes.length}${type && `,${type}`}}}`);
    } else {
      limitJsonValues(tensor, 'Ask for it in binary, or send the rows in parts.');
      parts.push(`${head}${type && `"parameters":{${type}},`}"data":${jsonData(tensor)}}`);
    }
  }
  const id = answer.id === undefined ? '' : `"id":${jsonText(answer.id)},`;
  const json = `{"model_name":${jsonText(answer.model)},"model_version":"${answer.version}",${id}${parametersOf(answer)}"outputs":[${parts.join(',')}]}`;
  if (binaries.length === 0) return { body: json, contentType: 'application/json', headerBytes: null };
  const head = encoder.encode(json);
  const body = new Uint8Array(head.length + binaries.reduce((sum, bytes) => sum + bytes.length, 0));
  body.set(head);
  let at = head.length;
  for (const bytes of binaries) {
    body.set(bytes, at);
    at += bytes.length;
  }
  return { body, contentType: 'application/octet-stream', headerBytes: head.length };
}

function asAsked(tensor: Tensor, wanted: WantedOutput, labels: readonly string[] | null): Tensor {
  if (wanted.classes !== undefined) return classify(tensor, wanted.classes, labels);
  return wanted.base64 && Array.isArray(tensor.data) ? { ...tensor, data: tensor.data.map(encodeBase64) } : tensor;
}
