/** Numbers that differ by less than this share of the first count as the same answer. */
const TOLERANCE = 0.01;

/** How many rows say the same: equal classes, or numbers within 1 % of the first. Two answers of different length agree in no row beyond the shorter. */
export function countAgreeing(answered: readonly string[], shadow: readonly string[]): number {
  return answered.reduce((count, outcome, row) => count + (agrees(outcome, shadow[row]) ? 1 : 0), 0);
}

function agrees(one: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  if (one === other) return true;
  if (one === '' || other === '') return false;
  const [a, b] = [Number(one), Number(other)];
  return Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= TOLERANCE * Math.abs(a);
}
