const SIZE = 624;
const SHIFT = 397;

/**
 * The generator MT19937, seeded by one whole number: each call gives the next 32-bit number. Not for secrets.
 * Source: Matsumoto and Nishimura 1998, with the seeding of 2002 (numpy's `RandomState(seed)` draws the same).
 * Example: the first number of mersenneTwister(0) is 2357136044.
 */
export function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i += 1) {
    const before = state[i - 1] ?? 0;
    state[i] = Math.imul(1_812_433_253, before ^ (before >>> 30)) + i;
  }
  let at = SIZE;
  return () => {
    if (at === SIZE) {
      twist(state);
      at = 0;
    }
    let y = state[at] ?? 0;
    at += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < SIZE; i += 1) {
    const y = ((state[i] ?? 0) & 0x80000000) | ((state[(i + 1) % SIZE] ?? 0) & 0x7fffffff);
    state[i] = (state[(i + SHIFT) % SIZE] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}

/**
 * Shuffles in place by Fisher and Yates from the end; a place up to i is drawn by masking 32 bits and drawing again above
 * i, as numpy's `RandomState.shuffle` does.
 * Example: shuffled by mersenneTwister(0), [0, 1, 2, 3, 4] becomes [2, 0, 1, 3, 4].
 */
export function shuffle(values: Uint32Array, next: () => number): void {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const mask = 2 ** (32 - Math.clz32(i)) - 1;
    let j = i + 1;
    // One conversion each keeps a mask of all 32 bits from turning negative.
    while (j > i) j = (next() & mask) >>> 0;
    const value = values[i] ?? 0;
    values[i] = values[j] ?? 0;
    values[j] = value;
  }
}
