import { spreadRows } from '@/lib/pure/trainers/spread-rows';
import type { DatasetRoles } from '../../datasets/schema';
import type { RowPlace } from '../../registry';
import type { TrainingRows } from '../training-rows';
import { type JudgedRow, MOST_ROWS, textOf } from './judged-rows';

/** A training row as simple answers learn from it: its truth as the model says it. */
export interface Lesson extends Pick<JudgedRow, 'placed' | 'entity' | 'timeMs'> {
  truth: string | number;
}

/**
 * Training rows of a version that have a truth, evenly spread where there are more than 20,000. Null where the dataset lacks a column that the
 * version takes or the one that it learnt, or where none has a truth. Entities are told where the judged rows (`roles`) have the same.
 */
export async function readLessons(
  { dataset, target }: TrainingRows,
  of: {
    places: readonly RowPlace[];
    roles: DatasetRoles;
    truthOf: (text: string) => string | number | null;
  },
): Promise<Lesson[] | null> {
  const known = new Map(dataset.columns.map(({ name, type }) => [name, type]));
  const { roles, rows } = dataset.version;
  const columns = of.places.map((place) => columnOf(place, known));
  if (target === null || columns.some((name) => name === null)) return null;
  const entities = sameNames(roles.entities, of.roles.entities) ? roles.entities : [];
  const names = [
    ...new Set([...columns.flatMap((name) => name ?? []), target, ...entities, ...(roles.time ? [roles.time] : [])]),
  ];
  const at = (name: string | null) => (name === null ? -1 : names.indexOf(name));
  const [placeAt, targetAt, entityAt, timeAt] = [columns.map(at), at(target), entities.map(at), at(roles.time)];
  const wanted = new Set(spreadRows(rows, MOST_ROWS));
  const lessons: Lesson[] = [];
  let row = 0;
  for await (const part of dataset.rows(names))
    for (const cells of part) {
      const isWanted = wanted.has(row);
      row += 1;
      if (!isWanted || cells[targetAt] === null) continue;
      const text = (place: number) => textOf(cells[place] ?? null, known.get(names[place] ?? '') === 'time');
      const truth = of.truthOf(text(targetAt));
      if (truth === null) continue;
      const entity = entityAt.map(text);
      const time = cells[timeAt];
      lessons.push({
        placed: placeAt.map(text),
        truth,
        entity: entity.some((cell) => cell !== '') ? JSON.stringify(entity) : null,
        timeMs: typeof time === 'number' ? time : null,
      });
    }
  return lessons.length === 0 ? null : lessons;
}

/** The column of the dataset that fills a place: under the owner's name, or under that of the input. */
function columnOf({ name, at, column }: RowPlace, known: ReadonlyMap<string, unknown>): string | null {
  if (known.has(name)) return name;
  return at === null && column.index === null && known.has(column.input) ? column.input : null;
}

const sameNames = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((name, i) => name === other[i]);
