import { expect, test } from 'vitest';
import { openDatabase } from './db';
import { env } from './env';

test('a read waits for a connection and for its rows as long as a busy machine takes', async () => {
  const database = openDatabase(env().DATABASE_URL ?? '', { connections: 1 });
  try {
    const held = database.inTransaction('system', (db) => db.$queryRaw`select pg_sleep(2.5)::text`);
    const read = database.scoped('system').project.count();
    await held;
    expect(await read).toBeGreaterThanOrEqual(0);
    // Longer than Prisma would let the work take.
    expect(await database.scoped('system').$queryRaw`select pg_sleep(5.5)::text as slept`).toEqual([{ slept: '' }]);
  } finally {
    await database.close();
  }
});
