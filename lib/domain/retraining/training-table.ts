import type { InputDatatype, TableColumn, TrainingTable } from '@/lib/pure/trainers/training-table';
import type { OpenDataset } from '../datasets';
import type { DatasetCell, DatasetColumn } from '../datasets/schema';
import type { Signature } from '../registry/schema';
import type { ChosenColumns } from './choose-columns';

/** A dataset as a trainer takes it. Inputs that the champion has too keep its datatype. */
export async function readTrainingTable(
  dataset: OpenDataset,
  { target, features }: ChosenColumns,
  champion: Signature | null,
): Promise<TrainingTable> {
  const { roles } = dataset.version;
  const wanted = [
    target,
    ...features,
    ...roles.entities,
    ...[roles.time, roles.weight].filter((name) => name !== null),
  ];
  const read = await dataset.readColumns([...new Set(wanted)]);
  const cells = (name: string): DatasetCell[] => read.get(name) ?? [];
  const columns = features.flatMap((name) => {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    return column ? [toTableColumn(column, cells(name), champion)] : [];
  });
  const [first, ...others] = roles.entities;
  return {
    columns,
    target: cells(target),
    ...(roles.weight === null ? {} : { weights: toNumbers(cells(roles.weight)) }),
    ...(roles.time === null ? {} : { times: toNumbers(cells(roles.time)) }),
    ...(first === undefined
      ? {}
      : {
          groups: cells(first).map((cell, row) =>
            JSON.stringify([cell, ...others.map((name) => cells(name)[row] ?? null)]),
          ),
        }),
  };
}

const toNumbers = (cells: readonly DatasetCell[]): Float64Array =>
  Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)));

function toTableColumn({ name, type }: DatasetColumn, cells: DatasetCell[], champion: Signature | null): TableColumn {
  const datatype = datatypeOf(champion, name);
  const of = { name, ...(datatype === null ? {} : { datatype }) };
  if (type === 'category' || type === 'text') return { ...of, kind: 'category', values: cells };
  if (type === 'boolean') return { ...of, kind: 'boolean', values: cells };
  return { ...of, kind: 'number', values: toNumbers(cells) };
}

const DATATYPES: readonly InputDatatype[] = ['FP32', 'FP64', 'INT32', 'INT64', 'BOOL', 'BYTES'];

function datatypeOf(champion: Signature | null, name: string): InputDatatype | null {
  const input = champion?.inputs.find((candidate) => candidate.name === name);
  return DATATYPES.find((datatype) => datatype === input?.datatype) ?? null;
}
