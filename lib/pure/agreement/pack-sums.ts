import type { AgreementSums } from './agreement-sums';

/** Sums of each block without their zeros: block b has `parts` at `places` from starts[b] up to starts[b + 1]. */
export interface PackedSums {
  readonly blocks: number;
  readonly starts: Uint32Array;
  readonly places: Uint32Array;
  readonly parts: Float64Array;
}

/**
 * Adds up the sums of each block of units once, and keeps what is not 0: a unit touches few of the many sums, and a bootstrap adds
 * each block hundreds of times.
 * `blocks`: one name per unit, at the place of the unit; blocks come out in the order in which they are met.
 * Example: the counts [1, 0], [1, 0], [0, 2] of units in blocks x, x, y have starts [0, 1, 2], places [0, 1] and parts [2, 2].
 */
export function packSums<Result>(
  { size, addUnit }: AgreementSums<Result>,
  blocks: readonly (string | number)[],
): PackedSums {
  const unitsOf = new Map<string | number, number[]>();
  for (const [unit, block] of blocks.entries()) {
    const units = unitsOf.get(block);
    if (units) units.push(unit);
    else unitsOf.set(block, [unit]);
  }
  const starts = [0];
  const places: number[] = [];
  const parts: number[] = [];
  const sums = new Float64Array(size);
  for (const units of unitsOf.values()) {
    sums.fill(0);
    for (const unit of units) addUnit(unit, sums);
    for (let place = 0; place < size; place += 1)
      if (sums[place]) {
        places.push(place);
        parts.push(sums[place] ?? 0);
      }
    starts.push(places.length);
  }
  return {
    blocks: unitsOf.size,
    starts: Uint32Array.from(starts),
    places: Uint32Array.from(places),
    parts: Float64Array.from(parts),
  };
}

/** Adds the sums of one block to `total`, `times` over. */
export function addBlock(packed: PackedSums, block: number, times: number, total: Float64Array): void {
  if (times === 0) return;
  const { starts, places, parts } = packed;
  const end = starts[block + 1] ?? 0;
  for (let at = starts[block] ?? 0; at < end; at += 1) {
    const place = places[at] ?? 0;
    total[place] = (total[place] ?? 0) + times * (parts[at] ?? 0);
  }
}
