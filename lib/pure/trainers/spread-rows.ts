/** Places of so many rows at most, spread evenly over all. Example: 3 of 10 are the rows 0, 3 and 6. */
export function spreadRows(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most);
  return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}
