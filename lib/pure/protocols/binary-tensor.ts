import { countOf, fromBytes, sizeOf, type Tensor } from './datatype';
import { badField } from './protocol-error';
import { checkText } from './read-values';
import type { InputSpec } from './signature';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A tensor of the binary extension: little-endian values, or texts that each follow their length in four bytes. */
export function readBinaryTensor(spec: InputSpec, shape: number[], bytes: Uint8Array): Tensor {
  const count = countOf(shape);
  if (spec.datatype === 'BYTES') {
    const data = readBinaryTexts(spec.name, bytes);
    if (data.length !== count)
      throw badField(
        spec.name,
        `its shape [${shape.join(', ')}] asks for ${count} values, and the bytes hold ${data.length}`,
        'wrong_count',
      );
    return { name: spec.name, datatype: 'BYTES', shape, data };
  }
  const size = sizeOf(spec.datatype) ?? 1;
  if (bytes.length !== count * size)
    throw badField(
      spec.name,
      `its shape [${shape.join(', ')}] asks for ${count * size} bytes, and there are ${bytes.length}`,
      'wrong_count',
    );
  if (spec.datatype === 'BOOL')
    for (const byte of bytes) if (byte > 1) throw badField(spec.name, `the byte ${byte} is not 0 or 1`, 'wrong_type');
  return { name: spec.name, datatype: spec.datatype, shape, data: fromBytes(spec.datatype, bytes) };
}

/** Texts of the binary extension. */
export function readBinaryTexts(field: string, bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = at + 4 <= bytes.length ? view.getUint32(at, true) : -1;
    if (length < 0 || at + 4 + length > bytes.length)
      throw badField(field, 'its bytes end inside a text', 'short_body');
    let text: string;
    try {
      text = decoder.decode(bytes.subarray(at + 4, at + 4 + length));
    } catch {
      throw badField(field, 'a text is not valid UTF-8', 'bad_text');
    }
    checkText(field, text);
    texts.push(text);
    at += 4 + length;
  }
  return texts;
}

/** A tensor as the binary extension sends it. */
export function binaryOf(tensor: Tensor): Uint8Array {
  if (!Array.isArray(tensor.data))
    return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  const texts = tensor.data.map((text) => encoder.encode(text));
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + 4 + text.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const text of texts) {
    view.setUint32(at, text.length, true);
    bytes.set(text, at + 4);
    at += 4 + text.length;
  }
  return bytes;
}
