import { expect, test } from 'vitest';
import { mulberry32 } from '../stats/mulberry32';
import { normalQuantile } from '../stats/normal-quantile';
import { learnTogether, type ReferenceTable } from './measure-together';
import { nannymlReconstruction } from './nannyml-reconstruction';
import type { NamedColumn, RowTable } from './row-table';

const DAY = 86_400_000;
const random = mulberry32(5);
const normal = () => normalQuantile(random() || 1e-9);

/** x and y go together with `correlation`, z and w go with nothing; each alone is a standard normal number whatever the correlation. */
function draw(rows: number, correlation: number, effect = 0): RowTable {
  const names = ['x', 'y', 'z', 'w'] as const;
  const columns = names.map((name) => ({ name, kind: 'number' as const, values: new Float64Array(rows) }));
  const day = names.map(() => effect * normal());
  const rest = Math.sqrt(1 - effect ** 2);
  for (let row = 0; row < rows; row += 1) {
    const x = normal();
    const values = [x, correlation * x + Math.sqrt(1 - correlation ** 2) * normal(), normal(), normal()];
    for (const [i, column] of columns.entries()) column.values[row] = (day[i] ?? 0) + rest * (values[i] ?? 0);
  }
  return { rows, columns };
}
const withoutDays = (table: RowTable): ReferenceTable => ({ ...table, days: null });
const strongest = (parts: ReadonlyMap<string, number>) =>
  [...parts].sort(([, a], [, b]) => b - a).map(([name]) => name);

test('a correlation that turns is found by both, and named, while every column alone stays as it was', () => {
  const measure = learnTogether(withoutDays(draw(2000, 0.8)));
  const [quiet, turned] = [
    measure({ dayMs: 0, table: draw(1000, 0.8) }),
    measure({ dayMs: DAY, table: draw(1000, -0.8) }),
  ];
  expect(quiet.classifier?.auc).toBeGreaterThan(0.45);
  expect(quiet.classifier?.auc).toBeLessThan(0.55);
  expect(Math.abs(quiet.reconstruction?.score ?? 9)).toBeLessThan(0.1);
  expect(turned.classifier?.auc).toBeGreaterThan(0.8);
  expect(turned.reconstruction?.score).toBeGreaterThan(0.3);
  expect(
    strongest(turned.classifier?.gains ?? new Map())
      .slice(0, 2)
      .sort(),
  ).toEqual(['x', 'y']);
  const rise = new Map(
    [...(turned.reconstruction?.off ?? [])].map(([name, off]) => [
      name,
      off - (quiet.reconstruction?.off.get(name) ?? 0),
    ]),
  );
  expect(strongest(rise).slice(0, 2).sort()).toEqual(['x', 'y']);
});

test('the error is the one of NannyML over the same rows', () => {
  const [before, now] = [draw(400, 0.5), draw(100, -0.5)];
  const category = (rows: number) =>
    Array.from({ length: rows }, () => (random() < 0.1 ? null : random() < 0.6 ? 'a' : 'b'));
  const [texts, own] = [category(400), category(100)];
  const with_ = (table: RowTable, values: (string | null)[]): RowTable => ({
    ...table,
    columns: [...table.columns, { name: 't', kind: 'category', values }],
  });
  const numbers = ({ columns }: RowTable, at: number) => {
    const column: NamedColumn | undefined = columns[at];
    return column?.kind === 'number' ? column.values : new Float64Array();
  };
  const golden = nannymlReconstruction(
    [
      ...[0, 1, 2, 3].map((i) => ({
        kind: 'number' as const,
        reference: numbers(before, i),
        current: numbers(now, i),
      })),
      { kind: 'category', reference: texts, current: own },
    ],
    { chunking: { size: 100 } },
  );
  const { reconstruction } = learnTogether(withoutDays(with_(before, texts)))({ dayMs: 0, table: with_(now, own) });
  expect(reconstruction?.error).toBeCloseTo(golden.current[0]?.error ?? 0, 12);
  expect(reconstruction?.components).toBe(golden.components);
});

test('a day is never held against its own rows, and every day against as many days', () => {
  const days = Array.from({ length: 8 }, () => draw(150, 0.5, 0.5));
  const columns = ['x', 'y', 'z', 'w'].map((name, i) => ({
    name,
    kind: 'number' as const,
    values: Float64Array.from(
      days.flatMap((table) => {
        const column = table.columns[i];
        return column?.kind === 'number' ? Array.from(column.values) : [];
      }),
    ),
  }));
  const reference = { rows: 1200, columns, days: days.flatMap((_, day) => new Array<number>(150).fill(day * DAY)) };
  const measure = learnTogether(reference);
  const own = days.map((table, day) => measure({ dayMs: day * DAY, table }));
  const others = Array.from({ length: 8 }, (_, i) => measure({ dayMs: (20 + i) * DAY, table: draw(150, 0.5, 0.5) }));
  for (const one of [...own, ...others]) expect(one.reference).toEqual({ rows: 1050, days: 7 });
  // What columns have to do with each other is the same on all days, whatever the days do to each column alone.
  const mean = (measures: typeof own) => measures.reduce((sum, { classifier }) => sum + (classifier?.auc ?? 0), 0) / 8;
  expect(mean(own)).toBeGreaterThan(0.45);
  expect(mean(others)).toBeLessThan(0.55);
  expect(Math.abs(mean(own) - mean(others))).toBeLessThan(0.04);
});

test('a column that holds one value all day tells nothing but the day, and is left out', () => {
  const dated = (table: RowTable, month: (row: number) => number): RowTable => ({
    ...table,
    columns: [
      ...table.columns,
      { name: 'month', kind: 'number', values: Float64Array.from({ length: table.rows }, (_, row) => month(row)) },
    ],
  });
  const measure = learnTogether(withoutDays(dated(draw(1000, 0.5), (row) => 1 + (row % 6))));
  const { classifier } = measure({ dayMs: 0, table: dated(draw(400, 0.5), () => 8) });
  expect(classifier?.leftOut).toEqual(['month']);
  expect(classifier?.auc).toBeLessThan(0.6);
});

test('says nothing where there is nothing to say, and bears nulls, infinities and new categories', () => {
  const column = (values: number[]): RowTable => ({
    rows: values.length,
    columns: [{ name: 'x', kind: 'number', values: Float64Array.from(values) }],
  });
  const constant = learnTogether(withoutDays(column(new Array(100).fill(3))));
  expect(constant({ dayMs: 0, table: column(new Array(40).fill(3)) })).toMatchObject({
    reconstruction: null,
    classifier: null,
  });
  const some = learnTogether(withoutDays(draw(200, 0)));
  expect(some({ dayMs: 0, table: draw(29, 0) })).toMatchObject({ classifier: null });
  expect(some({ dayMs: 0, table: draw(0, 0) })).toMatchObject({ reconstruction: null });
  const odd = draw(60, 0);
  const [x] = odd.columns;
  if (x?.kind === 'number') x.values.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  const { reconstruction, classifier } = some({ dayMs: 0, table: odd });
  expect(Number.isFinite(reconstruction?.error)).toBe(true);
  expect(Number.isFinite(classifier?.auc)).toBe(true);
});
