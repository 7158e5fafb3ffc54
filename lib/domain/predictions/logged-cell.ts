import { type LoggedCell, type LoggedTensor, plainFloat } from '../serving';
import { shortFloat } from './short-float';

/** One value as the log shows it: 16.1, where a 32-bit tensor holds 16.100000381. */
export function cellAt(data: NonNullable<LoggedTensor['data']>, index: number): LoggedCell {
  const value = data[index] ?? null;
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? shortFloat(value) : plainFloat(value);
}
