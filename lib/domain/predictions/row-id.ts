import { isUuid } from '@/lib/platform/uuid7';

export interface RowReference {
  predictionId: string;
  row: number;
}

/** `uuid` is row 0 of a prediction, `uuid.3` its row 3; null for anything else. */
export function parseRowId(text: string): RowReference | null {
  const [predictionId = '', row = '0', ...rest] = text.split('.');
  if (rest.length > 0 || !isUuid(predictionId) || !/^\d{1,6}$/.test(row)) return null;
  return { predictionId: predictionId.toLowerCase(), row: Number(row) };
}
