import { lookup } from 'node:dns/promises';
import net from 'node:net';
import pg, { type ClientConfig } from 'pg';
import { isPublicAddress } from '../webhooks';
import type { PostgresAddress } from './postgres-address';

const CONNECT_MS = 10_000;
const STATEMENT_MS = 60_000;
/** From the first look at the name to the last row. */
const RUN_MS = 90_000;
const LEAVE_MS = 5000;
const WATCH_MS = 100;
const FETCHED_AT_ONCE = 1000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_SAID = 300;
const TIMESTAMPTZ = 1184;
const BOOL = 16;

export type LabelDatabaseFault =
  | 'closed_address'
  | 'no_address'
  | 'unreachable'
  | 'login'
  | 'timeout'
  | 'statement'
  | 'read_only'
  | 'too_many_rows'
  | 'too_large';

/** `said` is what the database or the connection said, cut, and without the password. */
export class LabelDatabaseError extends Error {
  readonly fault: LabelDatabaseFault;
  readonly said: string | null;
  constructor(fault: LabelDatabaseFault, said: string | null = null) {
    super(`label database: ${fault}`);
    this.name = 'LabelDatabaseError';
    this.fault = fault;
    this.said = said;
  }
}

export interface RowsAsked {
  address: PostgresAddress;
  password: string | null;
  /** One SELECT. */
  text: string;
  /** What stands for `$1` in it, as a timestamptz. */
  since: Date;
  maxRows: number;
  /** Whether an IP address may be connected to. */
  isOpen: (address: string) => boolean;
  /** `statement_timeout` of the session; 60 s unless given. */
  statementMs?: number;
}

/** The names of the columns, then rows, as text; null is empty. */
export interface Row {
  /** The header is 0. */
  line: number;
  cells: string[];
}

/**
 * Reads what one SELECT gives, through a cursor in a read-only transaction, and hands it to `use` with the database's own clock at the
 * beginning. Throws LabelDatabaseError, and what `use` throws.
 */
export async function readRows<T>(
  asked: RowsAsked,
  use: (found: { at: Date; rows: AsyncIterable<Row> }) => Promise<T>,
): Promise<T> {
  const host = await openAddressOf(asked);
  const socket = new net.Socket();
  const state: State = { ended: null, isPasswordAsked: false };
  const end = (fault: 'timeout' | 'too_large') => {
    state.ended ??= fault;
    socket.destroy();
  };
  const client = new pg.Client(configOf(asked, host, socket, state));
  client.on('error', () => {});
  const timer = setTimeout(() => end('timeout'), RUN_MS);
  const watch = setInterval(() => socket.bytesRead > MAX_BYTES && end('too_large'), WATCH_MS);
  const ask: Ask = (query) =>
    client.query<string[]>(query).catch((error: unknown) => {
      throw faultOf(error, asked, state);
    });
  try {
    await client.connect().catch((error: unknown) => {
      throw connectFaultOf(error, asked, state);
    });
    const at = await begin(ask, asked);
    return await use({ at, rows: fetchRows(ask, asked.maxRows) });
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    // A server that does not answer the farewell is left. Leaving ends the transaction.
    socket.setTimeout(LEAVE_MS, () => socket.destroy());
    client.end().catch(() => {});
  }
}

interface State {
  /** Why the connection was ended from this side. */
  ended: 'timeout' | 'too_large' | null;
  isPasswordAsked: boolean;
}

type Ask = (query: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult<string[]>>;

/** The first of the addresses of a name, all of which are open. */
async function openAddressOf({ address: { host }, isOpen }: RowsAsked): Promise<string> {
  const late = new Promise<[]>((resolve) => setTimeout(() => resolve([]), CONNECT_MS).unref());
  const found = await Promise.race([lookup(host, { all: true }).catch(() => []), late]);
  const [first] = found;
  if (!first) throw new LabelDatabaseError('no_address');
  if (!found.every(({ address }) => isOpen(address))) throw new LabelDatabaseError('closed_address');
  return first.address;
}

function configOf({ address, password }: RowsAsked, host: string, socket: net.Socket, state: State): ClientConfig {
  const tls = address.tls ?? (isPublicAddress(host) ? 'verified' : 'off');
  return {
    host,
    port: address.port,
    user: address.user,
    database: address.database,
    // A function, because an empty password would make pg send that of our own environment.
    password: () => {
      state.isPasswordAsked = true;
      return password ?? '';
    },
    ssl: tls !== 'off' && {
      host: address.host,
      ...(net.isIP(address.host) === 0 ? { servername: address.host } : {}),
      rejectUnauthorized: tls === 'verified',
    },
    stream: () => socket,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'implanta',
  };
}

const asText = { getTypeParser: (oid: number) => (oid === BOOL ? sayBoolean : (value: string) => value) };
const sayBoolean = (value: string) => (value === 't' ? 'true' : 'false');

/** Opens the cursor. Its statement is the only one that the database takes in this form, and can only be a SELECT. */
async function begin(ask: Ask, { text, since, statementMs = STATEMENT_MS }: RowsAsked): Promise<Date> {
  const plain = (statement: string) => ask({ text: statement, rowMode: 'array' });
  await plain('begin transaction read only');
  for (const name of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'])
    await plain(`set local ${name} = ${statementMs}`);
  const now = await plain('select floor(extract(epoch from now()) * 1000)::bigint');
  await ask({
    text: `declare implanta_labels no scroll cursor for ${text}`,
    values: [since.toISOString()],
    // pg sends the list as the types of the parameters, and asks the object how to read the answer.
    types: Object.assign([TIMESTAMPTZ], asText),
    rowMode: 'array',
  });
  return new Date(Number(now.rows[0]?.[0]));
}

async function* fetchRows(ask: Ask, maxRows: number): AsyncGenerator<Row> {
  let line = 0;
  for (;;) {
    const { fields, rows } = await ask({
      text: `fetch forward ${FETCHED_AT_ONCE} from implanta_labels`,
      types: asText,
      rowMode: 'array',
    });
    if (line === 0) yield { line, cells: fields.map(({ name }) => name) };
    for (const cells of rows) {
      line += 1;
      if (line > maxRows) throw new LabelDatabaseError('too_many_rows');
      yield { line, cells: cells.map((cell) => cell ?? '') };
    }
    if (rows.length < FETCHED_AT_ONCE) return;
  }
}

function said(error: unknown, { password }: RowsAsked): string {
  const text = error instanceof Error ? error.message : String(error);
  return (password === null ? text : text.replaceAll(password, '…')).slice(0, MAX_SAID);
}

function connectFaultOf(error: unknown, asked: RowsAsked, state: State): LabelDatabaseError {
  if (state.ended) return new LabelDatabaseError(state.ended);
  const isRefused = error instanceof pg.DatabaseError || (state.isPasswordAsked && asked.password === null);
  return new LabelDatabaseError(isRefused ? 'login' : 'unreachable', said(error, asked));
}

/** By the SQLSTATE. */
const FAULTS: Readonly<Record<string, LabelDatabaseFault>> = {
  '57014': 'timeout',
  '55P03': 'timeout',
  '25P03': 'timeout',
  '25006': 'read_only',
  // A cursor of a statement that changes rows in its WITH.
  '0A000': 'read_only',
};

function faultOf(error: unknown, asked: RowsAsked, state: State): LabelDatabaseError {
  if (state.ended) return new LabelDatabaseError(state.ended);
  if (!(error instanceof pg.DatabaseError)) return new LabelDatabaseError('unreachable', said(error, asked));
  return new LabelDatabaseError(FAULTS[error.code ?? ''] ?? 'statement', said(error, asked));
}
