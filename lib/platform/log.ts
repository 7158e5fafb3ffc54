import 'server-only';
import pino from 'pino';
import { env } from './env';

export type Log = pino.Logger;

/** JSON lines on stdout; keys, cookies and secrets never reach it. */
export function createLog(process: string): Log {
  return pino({
    level: env().LOG_LEVEL,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        '*.authorization',
        '*.cookie',
        '*.password',
        '*.secret',
        '*.token',
        'authorization',
        'cookie',
        'password',
        'token',
      ],
      remove: true,
    },
  });
}
