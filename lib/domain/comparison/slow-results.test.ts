import { expect, test } from 'vitest';
import { SlowResults } from './slow-results';

/** A clock that work moves, and how often it was asked for. */
function makeWork(results: SlowResults<number>, clock: { ms: number }, tookMs: number) {
  const work = { runs: 0 };
  const ask = (key = 'pair') =>
    results.get(key, async () => {
      work.runs += 1;
      clock.ms += tookMs;
      return work.runs;
    });
  return { work, ask };
}

test('what is quick is worked out each time', async () => {
  const clock = { ms: 0 };
  const { ask } = makeWork(new SlowResults<number>(() => clock.ms), clock, 100);
  expect([await ask(), await ask()]).toEqual([1, 2]);
});

test('what is slow is told again for twenty times as long, by its key', async () => {
  const clock = { ms: 0 };
  const { ask } = makeWork(new SlowResults<number>(() => clock.ms), clock, 5_000);
  expect([await ask(), await ask()]).toEqual([1, 1]);
  expect(await ask('another')).toBe(2);
  clock.ms = 105_000 - 1;
  expect(await ask()).toBe(1);
  clock.ms = 105_000;
  expect(await ask()).toBe(3);
});

test('who asks meanwhile waits for the same one, and a failure is not kept', async () => {
  const results = new SlowResults<number>(() => 0);
  let runs = 0;
  const fail = async () => {
    runs += 1;
    throw new Error('no database');
  };
  const both = await Promise.allSettled([results.get('pair', fail), results.get('pair', fail)]);
  expect([both.map(({ status }) => status), runs]).toEqual([['rejected', 'rejected'], 1]);
  await expect(results.get('pair', async () => 7)).resolves.toBe(7);
});
