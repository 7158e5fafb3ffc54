import { expect, test } from 'vitest';
import { KeptAnswers } from './kept-answers';

test('tells an answer again while its stamp is the same, and works out a new one once for all who ask', async () => {
  const kept = new KeptAnswers<number>(2);
  let worked = 0;
  const work = async () => {
    worked += 1;
    return worked;
  };
  expect(await Promise.all([kept.get('a', '1', work), kept.get('a', '1', work)])).toEqual([1, 1]);
  expect(await kept.get('a', '2', work)).toBe(2);
  expect(await kept.get('a', '2', work)).toBe(2);
  expect(await kept.get('b', '1', work)).toBe(3);
  expect(await kept.get('a', '2', work)).toBe(2);
  // Two are kept: b is the one that was asked for least lately.
  expect(await kept.get('c', '1', work)).toBe(4);
  expect(await kept.get('a', '2', work)).toBe(2);
  expect(await kept.get('b', '1', work)).toBe(5);
});

test('a failure is not kept', async () => {
  const kept = new KeptAnswers<string>(2);
  await expect(kept.get('a', '1', async () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await kept.get('a', '1', async () => 'there')).toBe('there');
});
