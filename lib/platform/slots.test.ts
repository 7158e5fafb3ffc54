import { expect, test } from 'vitest';
import { Slots } from './slots';

test('so many work at once, and the others follow in their order', async () => {
  const slots = new Slots(2);
  const order: string[] = [];
  const enter = async (name: string) => {
    const leave = await slots.take({ onWait: () => void order.push(`${name} waits`) });
    order.push(name);
    return leave;
  };
  const [first, second] = await Promise.all([enter('a'), enter('b')]);
  const later = [enter('c'), enter('d')];
  expect([order, slots.waiting]).toEqual([['a', 'b', 'c waits', 'd waits'], 2]);
  second?.();
  second?.();
  const third = await later[0];
  expect([order.at(-1), slots.waiting]).toEqual(['c', 1]);
  first?.();
  (await later[1])?.();
  third?.();
  expect(order.slice(-2)).toEqual(['c', 'd']);
  const leave = await slots.take({ onWait: () => void order.push('waits though one is free') });
  leave();
  expect(order.at(-1)).toBe('d');
});

test('who gives up leaves the queue, and nobody loses a slot by it', async () => {
  const slots = new Slots(1);
  const leave = await slots.take();
  const given = new AbortController();
  const gone = slots.take({ signal: given.signal });
  const after = slots.take();
  given.abort(new Error('cancelled'));
  await expect(gone).rejects.toThrow('cancelled');
  expect(slots.waiting).toBe(1);
  leave();
  (await after)();
  await expect(slots.take({ signal: given.signal })).rejects.toThrow('cancelled');
  (await slots.take())();
  expect(slots.waiting).toBe(0);
});

test('who cannot say that it waits loses its place, and nobody else does', async () => {
  const slots = new Slots(1);
  const leave = await slots.take();
  const failing = slots.take({ onWait: () => Promise.reject(new Error('no database')) });
  await expect(failing).rejects.toThrow('no database');
  const late = slots.take({ onWait: async () => leave() });
  const given = new AbortController();
  const both = slots.take({ signal: given.signal });
  (await late)();
  given.abort(new Error('too late'));
  (await both.catch(() => slots.take()))();
  (await slots.take())();
});
