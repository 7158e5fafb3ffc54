/**
 * A small seeded generator of numbers in [0, 1): the same seed gives the same stream on every machine. Not for secrets.
 * Source: Tommy Ettinger, Mulberry32 (2017, public domain), period 2^32. `seed` is used modulo 2^32.
 * Example: the first number of mulberry32(1) is 0.6270739405881613.
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
