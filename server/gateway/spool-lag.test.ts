import { expect, test } from 'vitest';
import { SpoolLag } from './spool-lag';

test('is the age of the oldest record that waits, not the time since none waited', () => {
  const lag = new SpoolLag();
  expect(lag.seconds(0)).toBe(0);
  lag.look(10, 0, 1000);
  expect(lag.seconds(3000)).toBe(2);
  lag.look(20, 0, 4000);
  lag.look(30, 5, 5000);
  expect(lag.seconds(6000)).toBe(5);
  // Record 21 came between the looks of 4 s and 5 s.
  lag.look(40, 20, 6000);
  expect(lag.seconds(7000)).toBe(3);
  lag.look(40, 40, 7000);
  expect(lag.seconds(8000)).toBe(0);
});

test('never says less than the age, also when the counts start anew', () => {
  const lag = new SpoolLag();
  lag.look(3, 0, 1000);
  lag.recount();
  lag.look(3, 0, 5000);
  expect(lag.seconds(6000)).toBe(5);
});
