import 'server-only';
import { type Database, openDatabase } from './db';
import { requiredEnv } from './env';
import { createLog, type Log } from './log';

const held: { implantaDatabase?: Database; implantaLog?: Log } = globalThis as never;

/** The log of this process, made at its first use. */
export function processLog(): Log {
  held.implantaLog ??= createLog('web');
  return held.implantaLog;
}

/** The one database of this process. Kept outside the module, because bundlers may load a module twice. */
export function database(): Database {
  held.implantaDatabase ??= openDatabase(requiredEnv('DATABASE_URL'), {
    onError: (error) => processLog().warn({ err: error }, 'database connection lost'),
  });
  return held.implantaDatabase;
}
