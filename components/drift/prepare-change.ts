import type { DriftFeature, TriedChange, TriedDetector, TryChangeQuery } from '@/lib/domain/drift/schema';
import { rarityOf } from './prepare-watch';

export type ChangeDraft = Pick<TryChangeQuery, 'column' | 'kind' | 'size' | 'category'> & { from: string };

/** Changes that a column can undergo; all numbers in one bin cannot be shifted. */
export function kindsFor(shape: DriftFeature['shape']): TryChangeQuery['kind'][] {
  if (shape.kind === 'category') return ['category-grows', 'new-category', 'nulls'];
  return shape.reference.filter((count) => count > 0).length > 1 ? ['shift', 'nulls'] : ['nulls'];
}

/** Half a standard deviation, or a tenth of the values. */
export const usualSize = (kind: TryChangeQuery['kind']): number => (kind === 'shift' ? 0.5 : 0.1);

/** The calibrated watch is drawn by how rare a day is, the others by their distance or share. */
export const drawnValue = ({ name }: Pick<TriedDetector, 'name'>, statistic: number): number =>
  name === 'calibrated' ? rarityOf(statistic) : statistic;

/** The limit that is drawn: that of the rarity, or the upper one. */
export const drawnLimit = ({ name, upper, lower }: TriedDetector): number | null =>
  name === 'calibrated' ? (lower === null ? null : rarityOf(lower)) : upper;

export const TRIED_CSV_COLUMNS = [
  'column',
  'change',
  'size',
  'category',
  'from',
  'detector',
  'upper',
  'lower',
  'noticed',
  'delay_days',
  'hidden_days',
  'alarm_days_without',
  'alarms_without',
  'alarm_days_without_in_column',
] as const;

/** A row per detector, raw. */
export const triedCsvRows = ({ column, kind, size, category, from, detectors }: TriedChange) =>
  detectors.map((one) => [
    column,
    kind,
    size,
    category,
    from,
    one.name,
    one.upper,
    one.lower,
    one.noticed?.day ?? null,
    one.noticed?.delayDays ?? null,
    one.hiddenDays,
    one.alarmDays,
    one.alarms,
    one.columnAlarmDays,
  ]);
