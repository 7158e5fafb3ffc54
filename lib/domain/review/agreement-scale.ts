import type { Scale } from '@/lib/pure/agreement/ratings';
import type { Reading } from '@/lib/pure/protocols/signature';
import type { AgreementScale, QueueContent } from './schema';

/** How answers of a queue are compared. */
export interface QueueScale {
  scale: AgreementScale;
  isNumber: boolean;
  /** Of ordered classes, the lowest first; else null. */
  order: readonly string[] | null;
  measure: Scale;
}

/**
 * The scale of a queue: what it says, as far as the answers of its model have it, else classes by kind and numbers by difference. Ordered
 * classes are in the order of the queue, else in that of the model.
 */
export function agreementScale(
  { scale, classOrder }: Pick<QueueContent, 'scale' | 'classOrder'>,
  reading: Reading | undefined,
): QueueScale {
  if (reading?.task === 'regression')
    return scale === 'ordinal'
      ? { scale, isNumber: true, order: null, measure: { level: 'ordinal', order: 'by-size' } }
      : { scale: 'interval', isNumber: true, order: null, measure: { level: 'interval' } };
  const ofModel = reading?.task === 'classification' ? reading.classes : [];
  const order = classOrder.length > 0 ? classOrder : ofModel;
  return scale === 'ordinal' && order.length > 0
    ? { scale, isNumber: false, order, measure: { level: 'ordinal', order } }
    : { scale: 'nominal', isNumber: false, order: null, measure: { level: 'nominal' } };
}
