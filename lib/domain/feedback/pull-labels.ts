import { LabelDatabaseError, readPostgresAddress, readRows } from '@/lib/engine/label-database';
import { isOpenTarget, UpstreamClient, UpstreamError } from '@/lib/engine/upstream';
import type { Ctx } from '@/lib/platform/context';
import { csvRecords } from '@/lib/platform/http/read-csv';
import { barredTargets, ownPorts } from '../upstream';
import { PullError } from './pull-error';
import { type LabelLine, type LineWord, MAX_LINES, readLabelLines } from './read-label-lines';
import type { LabelFile } from './schema';
import type { StoredLabelSource } from './store-label-sources';
import { takeLabels } from './take-labels';

const FILE_MS = 60_000;
const MAX_FILE = 10 * 1024 * 1024;
const DAY_MS = 86_400_000;
/** What `$1` is before the first pull. */
const BEGINNING = new Date(0);

interface Read {
  lines: LabelLine[];
  empty: number;
  word: LineWord;
  /** Up to here the source was read, by its own clock. */
  at: Date;
  etag: string | null;
}

/** `found` is null where the file is the same as in the pull before. */
export interface Pulled {
  found: LabelFile | null;
  at: Date;
  etag: string | null;
}

/**
 * Reads a source and writes its labels; without `isWritten` it only says what would be written. With `ifChanged` a file that is the same
 * as before is not read. Throws PullError, and AppError as a file of labels does.
 */
export async function pullLabels(
  ctx: Ctx,
  model: { id: string; projectId: string; champion: number | null },
  source: StoredLabelSource,
  how: { isWritten: boolean; ifChanged: boolean },
): Promise<Pulled> {
  const read = source.kind === 'sql' ? await readDatabase(source) : await readFile(ctx, source, how);
  if (!read) return { found: null, at: ctx.now(), etag: source.etag };
  const { at, etag, ...lines } = read;
  const found = await takeLabels(ctx, model, lines, {
    label: source.label,
    source: source.source,
    ...(source.context === null
      ? {}
      : { context: source.context, from: new Date(ctx.now().getTime() - source.days * DAY_MS).toISOString() }),
    isWritten: how.isWritten,
  });
  // Keys without a row may have one next time, so that a file with such keys is read again.
  return { found, at, etag: source.context !== null && found.unknown.count > 0 ? null : etag };
}

const columnsOf = ({ key, label, context }: StoredLabelSource) => ({ key, label, context: context ?? undefined });

async function readDatabase(source: StoredLabelSource): Promise<Read> {
  const read = readPostgresAddress(source.url);
  if ('fault' in read) throw new Error('an address that was kept can be read');
  const { address } = read;
  const isBarred = await barredTargets();
  const open = { port: address.port, allowPrivate: source.allowPrivate, ownPorts: new Set<number>() };
  const asked = {
    address,
    password: source.secret,
    text: source.sql,
    since: source.pulledUntil ?? BEGINNING,
    maxRows: MAX_LINES,
    isOpen: (ip: string) => !isBarred(ip, address.port) && isOpenTarget(ip, open),
  };
  return readRows(asked, async ({ at, rows }) => ({
    ...(await readLabelLines(rows, columnsOf(source), 'Row')),
    word: 'Row' as const,
    at,
    etag: null,
  })).catch((error: unknown) => {
    throw error instanceof LabelDatabaseError ? new PullError(error.fault, error.said) : error;
  });
}

async function readFile(ctx: Ctx, source: StoredLabelSource, how: { ifChanged: boolean }): Promise<Read | null> {
  const at = ctx.now();
  const client = new UpstreamClient({
    url: `${source.url}${source.hiddenQuery}`,
    allowPrivate: source.allowPrivate,
    header: source.secret === null ? null : { name: 'authorization', value: `Bearer ${source.secret}` },
    timeoutMs: FILE_MS,
    ownPorts: ownPorts(),
  });
  const headers = how.ifChanged && source.etag !== null ? { 'if-none-match': source.etag } : {};
  const call = { method: 'GET', search: '', headers, body: Buffer.alloc(0), signal: new AbortController().signal };
  try {
    const reply = await client.ask(call, MAX_FILE).catch((error: unknown) => {
      throw error instanceof UpstreamError ? new PullError(FILE_FAULTS[error.fault], null) : error;
    });
    reply.rest?.destroy();
    if (reply.status === 304 && 'if-none-match' in headers) return null;
    if (reply.status >= 300 && reply.status < 400) throw new PullError('redirect', String(reply.status));
    if (reply.status !== 200) throw new PullError('status', String(reply.status));
    if (reply.rest) throw new PullError('too_large', null);
    const encoding = reply.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') throw new PullError('encoded', encoding.slice(0, 80));
    const read = await readLabelLines(csvRecords(once(reply.body)), columnsOf(source), 'Line');
    return { ...read, word: 'Line', at, etag: reply.headers.etag?.slice(0, 1000) ?? null };
  } finally {
    client.close();
  }
}

const FILE_FAULTS = {
  'closed-address': 'closed_address',
  unreachable: 'unreachable',
  timeout: 'timeout',
  broken: 'unreachable',
  busy: 'too_large',
  gone: 'unreachable',
} as const;

async function* once(bytes: Uint8Array) {
  yield bytes;
}
