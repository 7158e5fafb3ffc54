import { mixBits } from './mix-bits';

const OFFSET = 0x811c9dc5;

/**
 * A whole number of 32 bits that a text decides: FNV-1a over its UTF-16 units (Fowler, Noll and Vo), with the last step of MurmurHash3, so that
 * texts which differ in their last letter only lie far apart. Another `offset` gives numbers that have nothing to do with the first ones.
 * Example: hashText('') is mixBits(0x811c9dc5).
 */
export function hashText(text: string, offset: number = OFFSET): number {
  let hash = offset;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mixBits(hash);
}
