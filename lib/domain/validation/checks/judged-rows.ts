import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import type { CsvRecord } from '@/lib/platform/http/read-csv';
import { spreadRows } from '@/lib/pure/trainers/spread-rows';
import { type OpenDataset, openDataset, partOf, splitFault } from '../../datasets';
import type { DatasetCell } from '../../datasets/schema';
import { matchTable, type RowPlace } from '../../registry';
import { leaveOutSeen } from '../leave-out-seen';
import { placeRows } from '../run-table';
import type { ValidationPlan, ValidationRows } from '../schema';
import type { TrainingRows } from '../training-rows';

/** Rows that are held in memory and asked at most. */
export const MOST_ROWS = 20_000;

export interface JudgedRow {
  record: CsvRecord;
  /** Cells at the places of the version. */
  placed: readonly string[];
  truth: string;
  /** What the row is about; null where it names nothing. */
  entity: string | null;
  timeMs: number | null;
}

export interface JudgedRows {
  dataset: OpenDataset['version'];
  header: string[];
  rows: JudgedRow[];
  facts: Omit<ValidationRows, 'judged' | 'refused'>;
}

/** Rows of a dataset with their truth, without those that the version was trained on. Throws 422 where none can be used. */
export async function readJudgedRows(
  ctx: Ctx,
  of: { projectId: string; places: readonly RowPlace[]; training: TrainingRows | null },
  plan: NonNullable<ValidationPlan['dataset']>,
): Promise<JudgedRows> {
  const dataset = await openDataset(ctx, {
    projectId: of.projectId,
    datasetId: plan.id,
    number: plan.number ?? 0,
  });
  const { roles, name, number } = dataset.version;
  const target = plan.target ?? roles.target;
  const header = dataset.columns.map((column) => column.name);
  if (target === null) throw invalidInput('dataset.target', `no column of "${name}" is its target; name one`);
  if (!header.includes(target))
    throw invalidInput('dataset.target', `"${name}" has no column "${target}"`, { reason: 'no_column' });
  const fault = plan.testPartOf && splitFault(plan.testPartOf, roles);
  if (fault) throw invalidInput('dataset.testPartOf', fault);
  const chosen = await chooseRows(dataset, target, plan.testPartOf);
  if (chosen.places.length === 0)
    throw invalidInput('dataset', `none of the ${chosen.all} rows of "${name}" has a value of "${target}"`);
  const records = await readRecords(dataset, chosen.places);
  const names = new Set(of.places.map((place) => place.name));
  const taken = [target, roles.id, roles.time, roles.weight, ...roles.entities].filter(
    (column): column is string => column !== null && !names.has(column),
  );
  const { positions } = matchTable(of.places, header, new Set(taken));
  const { kept, leftOut } = of.training
    ? await leaveOutSeen(of.training, { header, records, places: of.places, positions })
    : { kept: records, leftOut: null };
  const placed = placeRows(kept, positions);
  const at = (column: string | null) => (column === null ? -1 : header.indexOf(column));
  const [targetAt, timeAt, entityAt] = [at(target), at(roles.time), roles.entities.map(at)];
  return {
    dataset: dataset.version,
    header,
    rows: kept.map((record, i): JudgedRow => {
      const entity = entityAt.map((column) => record.cells[column] ?? '');
      const time = Date.parse(record.cells[timeAt] ?? '');
      return {
        record,
        placed: placed[i] ?? [],
        truth: record.cells[targetAt] ?? '',
        entity: entity.some((cell) => cell !== '') ? JSON.stringify(entity) : null,
        timeMs: Number.isNaN(time) ? null : time,
      };
    }),
    facts: {
      ...{ datasetId: plan.id, name, number, target, leftOut },
      ...{ all: chosen.all, unlabelled: chosen.unlabelled, isSample: chosen.isSample },
    },
  };
}

/** Places of the rows that have a truth and are of the part that was asked for, evenly spread where there are too many. */
async function chooseRows(
  dataset: OpenDataset,
  target: string,
  rule: NonNullable<ValidationPlan['dataset']>['testPartOf'],
) {
  const { time, entities } = dataset.version.roles;
  const names = [target, ...(time === null ? [] : [time]), ...entities];
  const columns = await dataset.readColumns(names);
  const truths = columns.get(target) ?? [];
  const cellOf = (name: string, at: number): DatasetCell => columns.get(name)?.[at] ?? null;
  const places: number[] = [];
  let all = 0;
  for (const [at, truth] of truths.entries()) {
    const moment = time === null ? null : cellOf(time, at);
    const row = {
      timeMs: typeof moment === 'number' ? moment : null,
      entities: entities.map((name) => cellOf(name, at)),
      at,
    };
    if (rule && partOf(rule, row) !== 'test') continue;
    all += 1;
    if (truth !== null) places.push(at);
  }
  const isSample = places.length > MOST_ROWS;
  const spread = isSample ? Array.from(spreadRows(places.length, MOST_ROWS), (i) => places[i] ?? 0) : places;
  return { all, unlabelled: all - places.length, isSample, places: spread };
}

async function readRecords(dataset: OpenDataset, places: readonly number[]): Promise<CsvRecord[]> {
  const wanted = new Set(places);
  const isTime = dataset.columns.map(({ type }) => type === 'time');
  const records: CsvRecord[] = [];
  let at = 0;
  for await (const part of dataset.rows())
    for (const cells of part) {
      if (wanted.has(at))
        records.push({ line: at + 1, cells: cells.map((cell, i) => textOf(cell, isTime[i] === true)) });
      at += 1;
    }
  return records;
}

/** A cell as a file would have it; a moment as ISO 8601. */
export const textOf = (cell: DatasetCell, isTime: boolean): string =>
  cell === null ? '' : isTime && typeof cell === 'number' ? new Date(cell).toISOString() : String(cell);
