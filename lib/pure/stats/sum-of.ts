/** Sum of a list, added from the left. Example: sumOf([1, 2, 3]) is 6. */
export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
