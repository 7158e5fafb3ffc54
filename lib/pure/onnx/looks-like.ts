import type { LooksLike } from './onnx-error';

const startsWith = (head: Uint8Array, ...magic: number[]): boolean => magic.every((byte, i) => head[i] === byte);

/** Guesses what a file is from its first bytes (512 are plenty); `unknown` when nothing fits. */
export function looksLike(head: Uint8Array): LooksLike {
  const latin = Array.from(head.subarray(0, 512), (byte) => String.fromCharCode(byte)).join('');
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (startsWith(head, 0x1f, 0x8b)) return 'gzip';
  if (startsWith(head, 0x89, 0x48, 0x44, 0x46)) return 'hdf5';
  if (startsWith(head, 0x50, 0x41, 0x52, 0x31)) return 'parquet';
  if (latin.slice(4, 8) === 'ORTM') return 'ort_format';
  if (head[0] === 0x80 && (head[1] ?? 255) <= 5) return latin.includes('joblib') ? 'joblib' : 'pickle';
  if (head[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(head[1] ?? 0)) return 'joblib';
  if (/^\s*<(!doctype|html|\?xml)/i.test(latin)) return 'html';
  if (/^(\(|c)[\w.]+\n[\w.]+\n/.test(latin)) return 'pickle';
  return latin.length > 0 && isText(head.subarray(0, 512)) ? 'text' : 'unknown';
}

/** True for files of kinds that no ONNX model can start like. */
export function isForeign(head: Uint8Array): LooksLike | null {
  const kind = looksLike(head);
  return kind === 'text' || kind === 'unknown' ? null : kind;
}

function isText(head: Uint8Array): boolean {
  try {
    // A character cut at the end of the window is no sign of binary data.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return Array.from(text).every((c) => c >= ' ' || c === '\n' || c === '\r' || c === '\t');
  } catch {
    return false;
  }
}
