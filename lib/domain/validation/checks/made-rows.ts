import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import type { RowPlace } from '../../registry';

const ROWS = 32;
const SEED = 20_261_202;
const WORDS = ['a', 'b', 'sample text'];

/** Rows that nobody has measured, for what needs no truth: the same ones for the same places. */
export function madeRows(places: readonly RowPlace[]): string[][] {
  const random = mulberry32(SEED);
  return Array.from({ length: ROWS }, () => places.map((place) => cellOf(place, random())));
}

function cellOf({ datatype }: RowPlace, chance: number): string {
  if (datatype === 'BYTES') return WORDS[Math.floor(chance * WORDS.length)] ?? 'a';
  if (datatype === 'BOOL') return chance < 0.5 ? 'false' : 'true';
  return datatype.startsWith('FP') || datatype === 'BF16' ? String(10 * chance) : String(Math.floor(10 * chance));
}
