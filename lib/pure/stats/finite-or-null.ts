/** A number as JSON can tell it. Example: NaN and infinities are null. */
export const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
