import type { Ctx } from '@/lib/platform/context';
import { AppError, type InvalidParam } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { type CutFault, cutNumbers, cutProfile, cutTexts, type SliceCut } from '@/lib/pure/slices/cut-column';
import { findReference } from '../datasets';
import { countedPlaces } from '../predictions';
import { getServedVersion, type RowPlace } from '../registry';
import { readLabelledValues } from './read-labelled-values';
import type { SLICE_FAULTS, SliceChoice, SliceColumn } from './schema';

/** A moment tells every row apart, and the days of rows are told apart already. */
export const NO_SLICE = 'time';

type Chosen = SliceChoice['columns'][number];
type Cut = Pick<SliceColumn, 'cut' | 'cutBy'>;

type Fault = (typeof SLICE_FAULTS)[number];
const REASONS: Record<Fault, string> = {
  unknown: 'the champion has no such column: GET this address lists those there are',
  twice: 'it is chosen twice',
  moment: 'a moment is no group of rows',
  empty:
    'neither a reference of the version nor labelled rows of the log have a value of it: upload a reference, or send labels and wait until they are counted',
  'one-value': 'all rows have the same value: choose a column that differs between rows',
  'too-many-values':
    'its 20 most frequent values are less than half of the rows: choose a column that groups rows instead of naming them',
};

const isSame = (a: Pick<SliceColumn, 'from' | 'name'>, b: Pick<SliceColumn, 'from' | 'name'>) =>
  a.from === b.from && a.name === b.name;

/**
 * The chosen columns with their cuts: those of before keep theirs, others are cut by the reference of the champion, else by labelled
 * rows. Throws 422 that names what cannot be cut and why.
 */
export async function cutColumns(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  chosen: readonly Chosen[],
  before: readonly SliceColumn[],
): Promise<SliceColumn[]> {
  const faults: { at: number; fault: Fault }[] = [];
  const refuse = (at: number, fault: Fault) => faults.push({ at, fault });
  const kept = chosen.map((column) => before.find((known) => isSame(known, column)));
  const fresh = chosen.filter((_, at) => !kept[at]);
  const cuts = fresh.length > 0 ? await cutFresh(ctx, of, fresh) : new Map<Chosen, Cut | CutFault | 'unknown'>();
  const columns = chosen.flatMap((column, at): SliceColumn[] => {
    const { from, name, isFairness } = column;
    if (chosen.findIndex((other) => isSame(other, column)) < at) refuse(at, 'twice');
    const known = kept[at];
    if (known) return [{ ...known, isFairness }];
    const cut = cuts.get(column);
    if (from === 'context' && name === NO_SLICE) refuse(at, 'moment');
    else if (cut === undefined || typeof cut === 'string') refuse(at, cut ?? 'unknown');
    else return [{ id: uuid7(), from, name, isFairness, ...cut }];
    return [];
  });
  const [first] = faults;
  if (first)
    throw new AppError(
      'invalid_input',
      `columns.${first.at} (${(chosen[first.at]?.name ?? '').slice(0, 60)}): ${REASONS[first.fault]}.`,
      {
        reason: 'slices',
        invalidParams: faults.map(({ at, fault }): InvalidParam => ({ name: `columns.${at}`, reason: REASONS[fault] })),
        details: { columns: faults },
      },
    );
  return columns;
}

async function cutFresh(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  fresh: readonly Chosen[],
): Promise<Map<Chosen, Cut | CutFault | 'unknown'>> {
  const { version, overlay } = await getServedVersion(ctx, { model: of.modelId, permission: 'model.view' });
  const places = new Map(
    countedPlaces({ signature: version.signature, overlay }).map((place): [string, RowPlace] => [place.name, place]),
  );
  const reference = await findReference(ctx, of.modelId, version.number);
  const cuts = new Map<Chosen, Cut | CutFault | 'unknown'>();
  const open: Chosen[] = [];
  for (const column of fresh) {
    const profile =
      column.from === 'input' && reference && Object.hasOwn(reference.columns, column.name)
        ? reference.columns[column.name]
        : undefined;
    const cut = profile ? cutProfile(profile) : 'empty';
    if (column.from === 'input' && !places.has(column.name)) cuts.set(column, 'unknown');
    else if (cut === 'empty') open.push(column);
    else cuts.set(column, typeof cut === 'string' ? cut : { cut, cutBy: 'reference' });
  }
  if (open.length > 0) {
    const values = await readLabelledValues(ctx, of, open, places);
    for (const [k, column] of open.entries()) {
      const cut = cutValues(values[k] ?? []);
      cuts.set(column, typeof cut === 'string' ? cut : { cut, cutBy: 'rows' });
    }
  }
  return cuts;
}

function cutValues(values: readonly (number | string | boolean | null)[]): SliceCut | CutFault {
  const known = values.filter((value) => value !== null && value !== '');
  const numbers = known.filter((value) => typeof value === 'number');
  return numbers.length === known.length ? cutNumbers(numbers) : cutTexts(known.map(String));
}
