/** Greatest common divisor of two whole numbers (Euclid). Example: greatestDivisor(12, 18) is 6. */
export function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
