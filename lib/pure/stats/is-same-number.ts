/** Numbers are the same up to what arithmetic in 32 bits makes of them. */
const RELATIVE = 1e-6;

/** Whether two numbers say the same, though one went through another arithmetic. Example: 0.1 and 0.1 in 32 bits are the same, 0.1 and 0.101 are not. */
export const isSameNumber = (a: number, b: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= RELATIVE * Math.max(1, Math.abs(a), Math.abs(b));
