import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from '@/prisma/generated/client';

/** What rooms speak to: a client or a transaction; both see only the rows of their scope. */
export type Db = Prisma.TransactionClient;

/** Which rows a piece of work may see: some projects, or everything (workers and the gateway). */
export type Scope = { projects: string[] } | 'system';

export interface TransactionOptions {
  /** 30 seconds unless said. */
  timeoutMs?: number;
  /** All reads see one moment; a row that somebody else writes meanwhile ends the transaction (P2034). */
  isOneSnapshot?: boolean;
}

export interface Database {
  pool: pg.Pool;
  /** Every operation runs in a transaction that carries the scope for row-level security. */
  scoped: (scope: Scope) => Db;
  inTransaction: <T>(scope: Scope, work: (db: Db) => Promise<T>, options?: TransactionOptions) => Promise<T>;
  close: () => Promise<void>;
}

const settings = (scope: Scope) =>
  scope === 'system' ? (['app.system', 'on'] as const) : (['app.projects', scope.projects.join(',')] as const);

const BECOME_APPLICATION =
  "do $$ begin if exists (select 1 from pg_roles where rolname = 'implanta_app') then set role implanta_app; end if; end $$; set statement_timeout = '30s'";

/** Connects as the application's role where it exists. `url` is the owner's address. */
export function openDatabase(
  url: string,
  options: {
    connections?: number;
    onError?: (error: Error) => void;
    /** Awaited before a new connection is handed out. */
    onConnect?: (client: pg.ClientBase) => Promise<void>;
  } = {},
): Database {
  const onError = options.onError ?? (() => {});
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    // Awaited before the connection is handed out: no statement runs in the owner's name, and none is queued behind another.
    async onConnect(client) {
      client.on('error', onError);
      await client.query(BECOME_APPLICATION);
      await options.onConnect?.(client);
    },
  });
  pool.on('error', onError);
  // Prisma's own patience is 2 s for a connection and 5 s for the work: a busy machine would fail reads that only take longer.
  const client = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  });

  const scoped = (scope: Scope): Db => {
    const [name, value] = settings(scope);
    const extended = client.$extends({
      query: {
        async $allOperations({ args, query }) {
          const [, result] = await client.$transaction([
            client.$executeRaw`select set_config(${name}, ${value}, true)`,
            query(args) as Prisma.PrismaPromise<unknown>,
          ]);
          return result;
        },
      },
    });
    // The extended client has every model of the plain one; only its transaction methods differ, and Db has none.
    return extended as unknown as Db;
  };

  return {
    pool,
    scoped,
    inTransaction: (scope, work, { timeoutMs, isOneSnapshot = false } = {}) => {
      const [name, value] = settings(scope);
      return client.$transaction(
        async (tx) => {
          await tx.$executeRaw`select set_config(${name}, ${value}, true)`;
          return work(tx);
        },
        {
          ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
          ...(isOneSnapshot ? { isolationLevel: 'RepeatableRead' as const } : {}),
        },
      );
    },
    async close() {
      await client.$disconnect();
      await pool.end().catch(() => {});
    },
  };
}

/** The code of a Prisma error (P2002 …), or null. Stores translate codes, never messages. */
export function prismaCode(error: unknown): string | null {
  return error && typeof error === 'object' && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/**
 * Listens on a channel for as long as the process lives; reconnects after losses and then reports `onReconnect`,
 * because notifications of the meantime are gone.
 */
export function listen(
  url: string,
  channel: string,
  on: { message: (payload: string) => void; connect: () => void; error: (error: Error) => void },
): { close: () => void } {
  let closed = false;
  let current: pg.Client | null = null;
  const connect = async () => {
    if (closed) return;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, keepAlive: true });
    let lost = false;
    const again = (error: Error) => {
      if (lost || closed) return;
      lost = true;
      on.error(error);
      client.end().catch(() => {});
      setTimeout(() => void connect(), 500).unref();
    };
    client.on('error', again);
    client.on('end', () => again(new Error('the connection ended')));
    client.on('notification', (note) => on.message(note.payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      current = client;
      on.connect();
    } catch (error) {
      again(error instanceof Error ? error : new Error(String(error)));
    }
  };
  void connect();
  return {
    close() {
      closed = true;
      current?.end().catch(() => {});
    },
  };
}
