import type { Ctx } from '@/lib/platform/context';
import { type CsvCell, writeCsvRow } from '@/lib/pure/tabular/csv-write';
import { authorise } from './permission';
import type { AuditEvent, AuditFilter } from './schema';
import { readAuditRows } from './store-audit';

const PORTION = 1000;
const HEAD = [
  'id',
  'at',
  'project_id',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'object',
  'reason',
  'before',
  'after',
  'request_id',
  'previous_hash',
  'hash',
];

/** The events that a filter leaves, oldest first, in pieces of a file. A JSON line has all that its hash is made of. */
export async function* exportAuditEvents(
  ctx: Ctx,
  input: AuditFilter & { projectId: string; format: 'csv' | 'jsonl' },
): AsyncGenerator<string> {
  const { projectId, format, ...filter } = input;
  authorise(ctx.actor, 'audit.view', projectId);
  if (format === 'csv') yield writeCsvRow(HEAD);
  for await (const events of readAuditRows(ctx, projectId, filter, PORTION))
    if (events.length > 0) yield events.map((event) => lineOf(event, projectId, format)).join('');
}

const lineOf = (event: AuditEvent, projectId: string, format: 'csv' | 'jsonl'): string =>
  format === 'csv' ? writeCsvRow(cellsOf(event, projectId)) : `${JSON.stringify({ ...event, projectId })}\n`;

const jsonOf = (value: unknown) => (value === null ? null : JSON.stringify(value));

const cellsOf = (event: AuditEvent, projectId: string): CsvCell[] => [
  ...[event.id, event.at, projectId, event.actorKind, event.actorId, event.actorName, event.action, event.object],
  ...[event.reason, jsonOf(event.before), jsonOf(event.after), event.requestId, event.previousHash, event.hash],
];
