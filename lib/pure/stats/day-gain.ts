/**
 * What one of two versions gained over the other on a day, from -1 to 1: the sum of the weighted differences of its rows over the sum of their
 * sizes. Of right and wrong answers it is (won - lost) / (won + lost). 0 where no row differs.
 * Example: differences 1, 1 and -1 of weight 1 give 1/3; 0 and 0 give 0.
 */
export function gainOfDay({ gained, lost }: { gained: number; lost: number }): number {
  const all = gained + lost;
  return all > 0 ? (gained - lost) / all : 0;
}
