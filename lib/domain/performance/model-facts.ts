import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { getServedVersion } from '../registry';
import type { Model } from '../registry/schema';
import type { AvailableColumn } from './schema';

export interface ModelFacts {
  task: 'classification' | 'regression' | 'tensors' | null;
  classes: readonly string[];
  /** What the owner calls classes, and inputs. */
  names: Readonly<Record<string, string>>;
  titles: ReadonlyMap<string, string>;
  unit: string;
}

const NOTHING: ModelFacts = { task: null, classes: [], names: {}, titles: new Map(), unit: '' };

/** How the version that was asked for, else the champion, is read; without one the labels alone speak. */
export async function factsOf(ctx: Ctx, model: Model, version: number | null): Promise<ModelFacts> {
  const number = version ?? model.champion ?? model.versions.at(-1);
  if (number === undefined) return NOTHING;
  return getServedVersion(ctx, { model: model.id, number, permission: 'model.view' }).then(
    ({ served: { reading }, overlay }) => ({
      task: reading.task,
      classes: reading.task === 'classification' ? reading.classes : [],
      names: overlay?.classNames ?? {},
      titles: new Map(overlay?.columns.map(({ name, title }) => [name, title])),
      unit: (reading.task === 'regression' && reading.unit) || '',
    }),
    (error: unknown) => {
      if (isAppError(error) && error.code === 'not_found') return NOTHING;
      throw error;
    },
  );
}

export const nameOfClass = ({ names }: Pick<ModelFacts, 'names'>, label: string): string =>
  (Object.hasOwn(names, label) && names[label]) || label;

/** A column with the title that its owner gave to an input. */
export const titled = (
  { from, name }: Omit<AvailableColumn, 'title'>,
  { titles }: Pick<ModelFacts, 'titles'>,
): AvailableColumn => ({ from, name, title: (from === 'input' && titles.get(name)) || '' });
