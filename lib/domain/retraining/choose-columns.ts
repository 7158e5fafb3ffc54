import type { DatasetVersion } from '../datasets/schema';

export interface ChosenColumns {
  target: string;
  features: string[];
}

/** Which columns of a dataset are learnt from, and what is learnt; or what is in the way. */
export function chooseColumns(
  { columns, roles, name }: Pick<DatasetVersion, 'columns' | 'roles' | 'name'>,
  wanted: { target: string | null; features: readonly string[] | null },
): ChosenColumns | { fault: { field: string; reason: string; code: string } } {
  const target = wanted.target ?? roles.target;
  if (target === null)
    return {
      fault: {
        field: 'datasetId',
        reason: `the dataset "${name}" does not say which column is the target; name one`,
        code: 'no_target_column',
      },
    };
  const hasColumn = (wantedName: string) => columns.some((column) => column.name === wantedName);
  if (!hasColumn(target))
    return {
      fault: { field: 'target', reason: `the dataset "${name}" has no column "${target}"`, code: 'no_such_column' },
    };
  const features = [...new Set(wanted.features ?? roles.features.filter((feature) => feature !== target))];
  const unknown = features.find((feature) => !hasColumn(feature));
  if (unknown !== undefined)
    return {
      fault: { field: 'features', reason: `the dataset "${name}" has no column "${unknown}"`, code: 'no_such_column' },
    };
  if (features.includes(target))
    return { fault: { field: 'features', reason: `"${target}" is the target`, code: 'target_is_feature' } };
  if (features.length === 0)
    return { fault: { field: 'features', reason: 'no column is left to learn from', code: 'no_columns' } };
  return { target, features };
}
