import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT } from '@/lib/platform/http/page';
import { AuditAnchors, NewAuditReceiver, SavedAuditReceiver, SignedHead } from './schema';

export const getAuditAnchorsOperation = operation({
  method: 'GET',
  path: '/api/audit-heads',
  summary: 'The newest daily heads of the audit trail, and who outside gets them',
  access: 'audit.view',
  reply: AuditAnchors,
});
export const getAuditHeadOperation = operation({
  method: 'GET',
  path: '/api/audit-heads/{day}',
  summary: 'The signed head of a UTC day, as a file to keep elsewhere',
  access: 'audit.view',
  params: z.object({ day: z.iso.date() }),
  reply: SignedHead,
});
export const addAuditReceiverOperation = operation({
  method: 'POST',
  path: '/api/audit-receivers',
  summary: 'Name somebody outside who gets every daily head; the secret that signs a webhook is shown once',
  access: 'audit.manage',
  body: NewAuditReceiver,
  reply: SavedAuditReceiver,
  status: 201,
  alsoStatuses: [409],
});
export const removeAuditReceiverOperation = operation({
  method: 'DELETE',
  path: '/api/audit-receivers/{id}',
  summary: 'Send no more heads to a receiver',
  access: 'audit.manage',
  params: z.object({ id: z.string() }),
  reply: NO_CONTENT,
  status: 204,
});

export const AUDIT_OPERATIONS: readonly Operation[] = [
  getAuditAnchorsOperation,
  getAuditHeadOperation,
  addAuditReceiverOperation,
  removeAuditReceiverOperation,
];
