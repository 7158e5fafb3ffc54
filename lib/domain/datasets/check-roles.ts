import { invalidInput } from '@/lib/platform/errors';
import type { DatasetColumn, DatasetRoles } from './schema';

/** Throws 422 where roles name a column that is not there, name one twice, or name one of a type that cannot have the role. */
export function checkRoles(columns: readonly DatasetColumn[], roles: DatasetRoles): void {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  if (types.size < columns.length) throw invalidInput('columns', 'a name stands twice');
  const require = (role: string, name: string) => {
    if (!types.has(name)) throw invalidInput(`roles.${role}`, `there is no column "${name.slice(0, 128)}"`);
  };
  const { target, id, time, weight, entities, features } = roles;
  const single = { target, id, time, weight };
  const taken = new Map<string, string>();
  for (const [role, name] of Object.entries(single)) {
    if (name === null) continue;
    require(role, name);
    const other = taken.get(name);
    if (other) throw invalidInput(`roles.${role}`, `"${name.slice(0, 128)}" is the ${other} already`);
    taken.set(name, role);
  }
  for (const [role, names] of [
    ['entities', entities],
    ['features', features],
  ] as const) {
    for (const name of names) require(role, name);
    if (new Set(names).size < names.length) throw invalidInput(`roles.${role}`, 'a name stands twice');
  }
  if (time !== null && types.get(time) !== 'time')
    throw invalidInput('roles.time', `"${time.slice(0, 128)}" is not of the type time`);
  const weightType = weight === null ? 'number' : types.get(weight);
  if (weightType !== 'number' && weightType !== 'integer')
    throw invalidInput('roles.weight', `"${weight?.slice(0, 128)}" is not a number`);
  const wrong = features.find((name) => [target, id, weight].includes(name));
  if (wrong !== undefined)
    throw invalidInput(
      'roles.features',
      `"${wrong.slice(0, 128)}" is the ${taken.get(wrong)}; a model may not learn from it`,
    );
}
