import type { Ctx } from '@/lib/platform/context';
import { TIME_COLUMN } from '../datasets';
import type { DatasetCell, DatasetColumn, DatasetRoles, DatasetType } from '../datasets/schema';
import { findBlockChoice } from '../performance';
import { type LoggedAnswer, listContextNames } from '../predictions';
import { getServedVersion } from '../registry';
import type { Model } from '../registry/schema';
import { loggedInputs, typedCell } from './logged-inputs';
import type { LogQuery } from './schema';

const CONTEXT = 'context.';
const ENTITY = 'entity';
const TIME = 'time';

export interface LoggedRow {
  call: LoggedAnswer;
  row: number;
  timeMs: number;
  label: string;
}

export interface LoggedColumns {
  columns: DatasetColumn[];
  roles: DatasetRoles;
  /** A cell of an input by its name, as text; null where it is not kept. */
  inputText: (call: LoggedAnswer, row: number, name: string) => string | null;
  cellsOf: (row: LoggedRow) => DatasetCell[];
}

/**
 * The columns that logged rows of a model have: its inputs under their names, what was chosen of the context, the row's moment, its id and its
 * label. What rows belong together by is the model's own setting, else `context.entity` where callers send it.
 */
export async function loggedColumns(ctx: Ctx, model: Model, query: Pick<LogQuery, 'context'>): Promise<LoggedColumns> {
  const of = { projectId: model.projectId, modelId: model.id };
  const [inputs, chosen, names, isNumber] = await Promise.all([
    loggedInputs(ctx, model),
    findBlockChoice(ctx, model.id),
    listContextNames(ctx, of),
    answersNumbers(ctx, model),
  ]);
  const entity = chosen ?? (names.includes(ENTITY) ? { from: 'context' as const, name: ENTITY } : null);
  const keys = new Set(query.context.filter((key) => key !== TIME));
  if (entity?.from === 'context') keys.add(entity.name);
  const taken = new Set(inputs.columns.map(({ name }) => name));
  const own = (wanted: string): string => {
    let name = wanted;
    while (taken.has(name)) name = `row_${name}`;
    taken.add(name);
    return name;
  };
  const context = [...keys].map((key) => ({ key, name: own(`${CONTEXT}${key}`) }));
  const entityName = entity?.from === 'input' ? entity.name : context.find(({ key }) => key === entity?.name)?.name;
  const roles: DatasetRoles = {
    target: own('label'),
    id: own('row_id'),
    time: own(TIME_COLUMN),
    weight: null,
    entities: entityName !== undefined && taken.has(entityName) ? [entityName] : [],
    features: inputs.columns.map(({ name }) => name),
  };
  const targetType: DatasetType = isNumber ? 'number' : 'category';
  return {
    columns: [
      ...inputs.columns,
      ...context.map(({ name }) => ({ name, type: 'text' as const })),
      { name: roles.time ?? '', type: 'time' },
      { name: roles.id ?? '', type: 'text' },
      { name: roles.target ?? '', type: targetType },
    ],
    roles,
    inputText(call, row, name) {
      const cell = inputs.valueOf(call, row, name);
      return cell === null ? null : String(cell);
    },
    cellsOf({ call, row, timeMs, label }) {
      const said = call.contexts?.[row];
      return [
        ...inputs.columns.map(({ name, type }) => typedCell(type, inputs.valueOf(call, row, name))),
        ...context.map(({ key }) => (said && Object.hasOwn(said, key) ? (said[key] ?? null) : null)),
        timeMs,
        `${call.id}.${row}`,
        typedCell(targetType, label),
      ];
    },
  };
}

const answersNumbers = async (ctx: Ctx, model: Model): Promise<boolean> => {
  const number = model.champion ?? model.versions[0];
  if (number === undefined) return false;
  const { served } = await getServedVersion(ctx, { model: model.id, number, permission: 'model.view' });
  return served.reading.task === 'regression';
};
