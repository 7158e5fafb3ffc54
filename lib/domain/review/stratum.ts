import { eachPlaceValue, type LoggedAnswer } from '../predictions';
import type { PickedVersion } from './pick-rows';
import type { Stratification } from './schema';

const CONTEXT = 'context.';

/** The column by whose values rows are drawn. */
export const stratumColumn = ({ column, context }: Stratification): string => column ?? `${CONTEXT}${context}`;

type Cell = number | string | boolean | null;

/** The values of one column of a call, row by row: an input by its name, or what callers said. Null where it was not kept. */
function columnOf(answer: LoggedAnswer, { places }: Pick<PickedVersion, 'places'>, column: string): Cell[] | null {
  if (column.startsWith(CONTEXT)) {
    const key = column.slice(CONTEXT.length);
    return Array.from({ length: answer.rows }, (_, row) => answer.contexts?.[row]?.[key] ?? null);
  }
  const place = places.find(({ name }) => name === column);
  const values: Cell[] = [];
  return place && eachPlaceValue(answer, place, (value) => values.push(value)) ? values : null;
}

export interface Stratum {
  name: string;
  /** The chance of its rows of being drawn. */
  share: number;
}

/**
 * The stratum of each row of a call. Rows of a value or band that has no share of its own, or that has none because nothing was kept, are drawn
 * with the share of the rest.
 */
export function strataOf(
  answer: LoggedAnswer,
  version: Pick<PickedVersion, 'places'>,
  { by, share }: { by: Stratification; share: number },
): Stratum[] {
  const values = columnOf(answer, version, stratumColumn(by));
  return Array.from({ length: answer.rows }, (_, row) => stratumOf(values?.[row] ?? null, by, share));
}

function stratumOf(value: Cell, { shares, bands }: Stratification, rest: number): Stratum {
  const number = bands.length > 0 && value !== null && value !== '' ? Number(value) : Number.NaN;
  const band = bands.find(({ upTo }) => number <= upTo);
  if (band) return { name: `≤ ${band.upTo}`, share: band.share };
  const own = value === null || !Object.hasOwn(shares, String(value)) ? undefined : shares[String(value)];
  return own === undefined ? { name: '', share: rest } : { name: String(value), share: own };
}
