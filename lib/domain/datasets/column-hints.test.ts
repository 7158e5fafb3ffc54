import { expect, test } from 'vitest';
import { profileRows } from './profile-rows';
import type { DatasetCell, DatasetColumn } from './schema';

const hintsOf = async (table: Record<string, DatasetCell[]>, types: Record<string, DatasetColumn['type']>) => {
  const columns = Object.entries(types).map(([name, type]) => ({ name, type }));
  const readColumns = async (names: readonly string[]) => new Map(names.map((name) => [name, table[name] ?? []]));
  const features = columns.map(({ name }) => name).filter((name) => name !== 'y');
  const roles = { target: 'y', id: null, time: null, weight: null, entities: [], features };
  const rows = table.y?.length ?? 0;
  return (await profileRows({ columns, readColumns }, roles, { rows, duplicates: 0 })).hints;
};
const list = <Cell>(n: number, of: (i: number) => Cell): Cell[] => Array.from({ length: n }, (_, i) => of(i));

test('a copy of a number is found by its correlation, also where its scale is another', async () => {
  const y = list(300, (i) => Math.sin(i * 12.9898) * 100);
  const hints = await hintsOf(
    { y, scaled: y.map((value) => 3 - 2 * value), other: list(300, (i) => Math.cos(i * 78.233)) },
    { y: 'number', scaled: 'number', other: 'number' },
  );
  expect(hints).toEqual([{ kind: 'copy-of-target', column: 'scaled', share: expect.closeTo(-1, 9), majority: null }]);
});

test('a threshold that decides the class, an id and a constant are named, an honest column is not', async () => {
  const y = list(400, (i) => (i % 3 === 0 ? 'a' : 'b'));
  const hints = await hintsOf(
    {
      y,
      after: list(400, (i) => (i % 3 === 0 ? -1 : 1) * (1 + (i % 7))),
      serial: list(400, (i) => i),
      same: list(400, () => 'x'),
      honest: list(400, (i) => (i * 31) % 17),
    },
    { y: 'category', after: 'number', serial: 'integer', same: 'category', honest: 'integer' },
  );
  expect(hints.map(({ kind, column }) => [kind, column])).toEqual([
    ['decides-target', 'after'],
    ['like-an-id', 'serial'],
    ['constant', 'same'],
  ]);
});
