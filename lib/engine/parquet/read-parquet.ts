import 'server-only';
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { ParquetFault, type ParquetLimits, type ParquetPart } from '@/lib/pure/tabular/parquet-rows';

const PARQUET_READER = '.build/parquet-reader.mjs';

const HEAP_MB = 384;
/** For all parts of a file together, without the time that their receiver takes. */
const TIME_MS = 30_000;

type Reply = { part: ParquetPart } | { end: true } | { fault: string };

/**
 * The rows of a Parquet file in parts, unpacked by a process of its own. Throws ParquetFault, also where that takes more than 384 MB of
 * objects or half a minute.
 */
export async function* readParquet(bytes: Uint8Array, limits: ParquetLimits): AsyncGenerator<ParquetPart> {
  const child = fork(path.resolve(/* turbopackIgnore: true */ PARQUET_READER), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    env: { NODE_ENV: 'production' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // A child that died while it was written to: the next question says so.
  child.on('error', () => {});
  child.send({ bytes, limits }, () => {});
  let leftMs = TIME_MS;
  try {
    for (;;) {
      const startedMs = performance.now();
      const reply = await ask(child, leftMs);
      leftMs -= performance.now() - startedMs;
      if ('fault' in reply) throw new ParquetFault(reply.fault);
      if ('end' in reply) return;
      yield reply.part;
    }
  } finally {
    child.kill('SIGKILL');
  }
}

function ask(child: ChildProcess, withinMs: number): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      child.off('message', answered);
      child.off('exit', died);
    };
    const fail = (reason: string) => {
      settle();
      reject(new ParquetFault(reason));
    };
    const answered = (reply: unknown) => {
      settle();
      // Our own program wrote it.
      resolve(reply as Reply);
    };
    const died = () => fail('it unpacks to more than there is room for');
    const timer = setTimeout(() => fail('unpacking it takes longer than half a minute'), Math.max(1, withinMs));
    child.once('message', answered);
    child.once('exit', died);
    if (child.exitCode !== null || child.signalCode !== null) died();
    else child.send('next', () => {});
  });
}
