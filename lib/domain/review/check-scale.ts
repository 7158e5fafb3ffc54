import type { Ctx } from '@/lib/platform/context';
import { invalidInput, nothingIfGone } from '@/lib/platform/errors';
import { getServedVersion } from '../registry';
import type { QueueContent } from './schema';

/**
 * The classes of a queue's order as the model calls them. Throws 422 where answers of the model have no such scale, or where the order does
 * not name each class once.
 */
export async function checkScale(ctx: Ctx, modelId: string, content: QueueContent): Promise<string[]> {
  const { scale, classOrder } = content;
  const found = await getServedVersion(ctx, { model: modelId, permission: 'model.view' }).catch(nothingIfGone);
  const reading = found?.served.reading;
  if (!found || !reading || scale === null) return classOrder;
  const refuse = (field: 'scale' | 'classOrder', reason: string) =>
    invalidInput(field, reason, { reason: field === 'scale' ? 'wrong_scale' : 'class_order' });
  if (reading.task === 'regression') {
    if (scale === 'nominal')
      throw refuse('scale', 'the model answers numbers: choose ordinal (by their order) or interval (by difference)');
    if (classOrder.length > 0)
      throw refuse('classOrder', 'the model answers numbers, which have their order; leave it out');
    return [];
  }
  if (scale === 'interval')
    throw refuse('scale', 'the model answers no numbers: choose nominal (by kind) or ordinal (classes in an order)');
  const classes = reading.task === 'classification' ? reading.classes : [];
  if (scale === 'nominal' || classes.length === 0) {
    if (scale === 'ordinal' && classOrder.length === 0)
      throw refuse('classOrder', 'the classes of the model are not known; name them, the lowest first');
    return classOrder;
  }
  const names = found.overlay?.classNames ?? {};
  const labels = classOrder.map((said) => {
    const label = classes.includes(said) ? said : classes.find((candidate) => names[candidate] === said);
    if (label === undefined)
      throw refuse('classOrder', `the model has no class "${said}"; it has ${classes.slice(0, 50).join(', ')}`);
    return label;
  });
  const missing = classes.filter((label) => !labels.includes(label));
  if (labels.length > 0 && (missing.length > 0 || new Set(labels).size < labels.length))
    throw refuse(
      'classOrder',
      missing.length > 0 ? `it leaves out ${missing.slice(0, 50).join(', ')}` : 'it names a class twice',
    );
  return labels;
}
