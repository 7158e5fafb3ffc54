/**
 * The shortest decimal that is the same 32-bit float. Numbers that are no 32-bit float come back unchanged.
 * Example: 0.10000000149011612 → 0.1.
 */
export function shortFloat(value: number): number {
  if (Number.isInteger(value) || Math.fround(value) !== value) return value;
  // Most numbers of tables have few decimals, and a product is far faster than a text.
  for (let power = 10; power <= 1e6; power *= 10) {
    const short = Math.round(value * power) / power;
    if (Math.fround(short) === value && Math.abs(short) < (1e6 / power) * 10) return short;
  }
  for (let digits = 6; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
