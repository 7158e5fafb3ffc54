/** What a review says, as agreement reads it. */
export const ratingOf = (text: string, isNumber: boolean): string | number => (isNumber ? Number(text) : text);
