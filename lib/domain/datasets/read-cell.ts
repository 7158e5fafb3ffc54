import { readSentTime } from '@/lib/pure/ingest/sent-time';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import type { DatasetCell, DatasetType } from './schema';

const DATE = /^\d{4}-\d{2}-\d{2}([T ]|$)/;
const TRUTHS = new Map<string, boolean>([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

/** Milliseconds of a text that begins with a date of ISO 8601; null for any other. Example: '2026-11-02' is that midnight in UTC. */
export const readDate = (text: string): number | null => (DATE.test(text) ? readSentTime(text) : null);

/** A cell of a file as a value of its column's type, or why it is none. Empty cells are null. */
export function readCell(type: DatasetType, text: string): { value: DatasetCell } | { reason: string } {
  if (text === '') return { value: null };
  const shown = `"${text.slice(0, 40)}"`;
  switch (type) {
    case 'text':
    case 'category':
      return { value: text };
    case 'boolean': {
      const value = TRUTHS.get(text.toLowerCase());
      return value === undefined ? { reason: `${shown} is not true or false` } : { value };
    }
    case 'time': {
      const value = readSentTime(text);
      return value === null ? { reason: `${shown} is not a moment, such as 2026-11-02T10:00:00Z` } : { value };
    }
    default:
      return readNumber(type, text, shown);
  }
}

function readNumber(type: 'number' | 'integer', text: string, shown: string): ReturnType<typeof readCell> {
  const parsed = parseNumberText(text);
  if (!parsed.ok) return { reason: `${shown} is not a number` };
  const { value } = parsed;
  if (value === null || Number.isNaN(value)) return { value: null };
  if (!Number.isFinite(value)) return { reason: `${shown} is not finite; leave the cell empty or write a number` };
  if (type === 'integer' && !Number.isSafeInteger(value))
    return { reason: `${shown} is not a whole number below 2^53; choose number or text` };
  return { value };
}
