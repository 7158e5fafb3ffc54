import type { Reading } from '@/lib/pure/protocols/signature';
import type { RowAnswer, RowTruth } from './count-row';
import { addToClass, type SliceSums } from './slice-sums';

/** Adds one labelled row that `countRow` has counted: its label and answer fit the reading. */
export function countSlice(
  sums: SliceSums,
  reading: Reading,
  { label, weight }: Pick<RowTruth, 'label' | 'weight'>,
  { outcome }: Pick<RowAnswer, 'outcome'>,
): void {
  sums.n += 1;
  sums.weight += weight;
  sums.squaredWeight += weight ** 2;
  if (reading.task === 'classification') {
    const right = label === outcome ? weight : 0;
    sums.classes ??= { right: 0, of: new Map() };
    sums.classes.right += right;
    addToClass(sums.classes, label, { labelled: weight, right });
    addToClass(sums.classes, outcome, { answered: weight });
  } else {
    const error = Number(outcome) - Number(label.trim());
    sums.numbers ??= { error: 0, absolute: 0 };
    sums.numbers.error += weight * error;
    sums.numbers.absolute += weight * Math.abs(error);
  }
}
