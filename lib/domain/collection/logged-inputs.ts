import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import type { Datatype } from '@/lib/pure/protocols/datatype';
import { rowWidth, type ServedSignature } from '@/lib/pure/protocols/signature';
import type { DatasetCell, DatasetColumn, DatasetType } from '../datasets/schema';
import { eachPlaceValue, type LoggedAnswer } from '../predictions';
import { getServedVersion, type RowPlace, rowPlaces } from '../registry';
import type { Model, Overlay } from '../registry/schema';

const MOST_COLUMNS = 1900;
const NUMBERS = new Set<Datatype>(['FP16', 'BF16', 'FP32', 'FP64']);

export interface LoggedInputs {
  columns: DatasetColumn[];
  /** A value of a row by the name of its column; null where the version lacks it or the log did not keep it. */
  valueOf: (call: LoggedAnswer, row: number, name: string) => number | string | boolean | null;
}

/**
 * The inputs of all versions of a model as columns of single values, under the names that references know too: a list of known width has one
 * column for each of its values. Inputs of another width are left out.
 */
export async function loggedInputs(ctx: Ctx, model: Model): Promise<LoggedInputs> {
  const versions = new Map<number, Map<string, RowPlace>>();
  const types = new Map<string, DatasetType>();
  for (const number of model.versions) {
    const found = await getServedVersion(ctx, { model: model.id, number, permission: 'model.view' }).catch(
      nothingIfGone,
    );
    if (!found) continue;
    const places = rowPlaces(found.served).filter((place) => isSingle(place, found.served));
    versions.set(number, new Map(places.map((place) => [place.name, place])));
    for (const place of places) {
      const [known, type] = [types.get(place.name), typeOf(place, found.overlay)];
      // Versions that differ in a column's type are taken as texts.
      types.set(place.name, known === undefined || known === type ? type : 'text');
    }
  }
  const values = new WeakMap<LoggedAnswer, Map<string, (number | string | boolean | null)[]>>();
  const valuesOf = (call: LoggedAnswer, name: string) => {
    const ofCall = values.get(call) ?? new Map<string, (number | string | boolean | null)[]>();
    values.set(call, ofCall);
    const known = ofCall.get(name);
    if (known) return known;
    const list: (number | string | boolean | null)[] = [];
    const place = versions.get(call.versionNumber)?.get(name);
    if (place) eachPlaceValue(call, place, (value) => list.push(value));
    ofCall.set(name, list);
    return list;
  };
  return {
    columns: [...types].slice(0, MOST_COLUMNS).map(([name, type]) => ({ name, type })),
    valueOf: (call, row, name) => valuesOf(call, name)[row] ?? null,
  };
}

function isSingle({ column, at }: RowPlace, { inputs }: ServedSignature): boolean {
  const spec = inputs.find(({ name }) => name === column.input);
  return at !== null || column.index !== null || (spec !== undefined && rowWidth(spec.shape) === 1);
}

/** Numbers are numbers unless the owner says that they are codes of categories. */
function typeOf({ datatype, column }: RowPlace, overlay: Overlay | null): DatasetType {
  if (datatype === 'BOOL') return 'boolean';
  const isCode = overlay?.columns.some(({ name, kind }) => name === column.name && kind === 'category');
  if (datatype === 'BYTES' || isCode) return 'text';
  return NUMBERS.has(datatype) ? 'number' : 'integer';
}

/** A logged value as one of its column's type; null where it is none, as with what was hashed. */
export function typedCell(type: DatasetType, cell: number | string | boolean | null): DatasetCell {
  if (cell === null) return null;
  if (type === 'boolean') return typeof cell === 'boolean' ? cell : null;
  if (type !== 'number' && type !== 'integer') return String(cell);
  const value = typeof cell === 'boolean' || cell === '' ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : null;
}
