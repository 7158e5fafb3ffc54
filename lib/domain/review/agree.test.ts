import { expect, test } from 'vitest';
import { agree } from './agree';
import { entityDestination } from './entity-destination';

const label = (value: string) => ({ decision: 'label' as const, value });

test('labels agree where they are the same, and numbers within the tolerance', () => {
  expect(agree([label('late'), label('late')], false, 0)).toEqual(label('late'));
  expect(agree([label('late'), label('on time')], false, 0)).toBeNull();
  expect(agree([label('11'), label('10')], true, 1)).toEqual(label('10'));
  expect(agree([label('10'), label('12'), label('11')], true, 2)).toEqual(label('11'));
  expect(agree([label('10'), label('12')], true, 1)).toBeNull();
});

test('that nothing can be told is agreed on too, and differs from a label', () => {
  const cannot = { decision: 'cannot-tell' as const, value: null };
  expect(agree([cannot, cannot], false, 0)).toEqual(cannot);
  expect(agree([cannot, label('late')], false, 0)).toBeNull();
  expect(agree([], false, 0)).toBeNull();
});

test('rows of one entity go one way for ever, and of many entities half go each way', () => {
  const of = (entity: string | null, rowId: string) => entityDestination('m', { entity, rowId });
  expect(of('N12', 'a.0')).toEqual(of('N12', 'b.7'));
  expect(of(null, 'a.0').entityHash).not.toBe(of(null, 'a.1').entityHash);
  // An entity that is called as a row is another one.
  expect(of('a.0', 'x.0').entityHash).not.toBe(of(null, 'a.0').entityHash);
  const exams = Array.from({ length: 2000 }, (_, i) => of(`entity ${i}`, '')).filter(
    ({ destination }) => destination === 'exam',
  );
  // Four standard deviations of 22 around 1,000.
  expect(Math.abs(exams.length - 1000)).toBeLessThan(90);
});
