import type { PredictionRow } from '@/lib/domain/predictions/schema';

/** Rows that the tail shows. */
export const TAIL_ROWS = 200;

/** Rows that came put before those that are shown, the newest call first, each once. */
export function joinTail(shown: readonly PredictionRow[], came: readonly PredictionRow[]): PredictionRow[] {
  const known = new Set(came.map(({ rowId }) => rowId));
  const callOf = ({ rowId }: PredictionRow) => rowId.slice(0, rowId.indexOf('.'));
  const placeOf = ({ rowId }: PredictionRow) => Number(rowId.slice(rowId.indexOf('.') + 1));
  return [...came, ...shown.filter(({ rowId }) => !known.has(rowId))]
    .sort((a, b) => {
      const [one, two] = [callOf(a), callOf(b)];
      return one === two ? placeOf(a) - placeOf(b) : one < two ? 1 : -1;
    })
    .slice(0, TAIL_ROWS);
}
