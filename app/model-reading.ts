import 'server-only';
import { getServedVersion } from '@/lib/domain/registry';
import type { Ctx } from '@/lib/platform/context';

export interface ModelReading {
  task: 'classification' | 'regression' | 'tensors';
  classes: { label: string; name: string }[];
  unit: string;
}

/** How the answers of a version are read: its classes with the owner's names, or the unit of its number. */
export async function readingOf(ctx: Ctx, model: string, number?: number): Promise<ModelReading> {
  const { served, overlay } = await getServedVersion(ctx, { model, number, permission: 'model.view' });
  const { reading } = served;
  return {
    task: reading.task,
    classes:
      reading.task === 'classification'
        ? reading.classes.map((label) => ({ label, name: overlay?.classNames[label] || label }))
        : [],
    unit: reading.task === 'regression' ? (reading.unit ?? '') : '',
  };
}
