export type SeriesSlot = 1 | 2 | 3 | 4 | 5 | 6 | 'other';

const slots = [1, 2, 3, 4, 5, 6] as const;

/** CSS colour of a series slot; a number outside 1 to 6 is "other". */
export function seriesColour(slot: number | 'other' | undefined): string {
  const known = slots.find((candidate) => candidate === slot);
  return `var(--series-${known ?? 'other'})`;
}

/** Second sign beside the colour: solid, 6 4, 2 3, then again. */
export function seriesDash(index: number): string | undefined {
  return [undefined, '6 4', '2 3'][index % 3];
}
