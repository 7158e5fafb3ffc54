/**
 * A whole number of 32 bits whose every bit depends on every bit of the given one: the finaliser of MurmurHash3 (Appleby 2011). Different numbers
 * stay different. Example: mixBits(0) is 0, mixBits(1) is 1364076727.
 */
export function mixBits(number: number): number {
  let mixed = number;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
