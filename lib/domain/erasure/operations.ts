import { type Operation, operation } from '@/lib/platform/http/operation';
import { ErasureList, ErasureResult, NewErasure } from './schema';

export const listErasuresOperation = operation({
  method: 'GET',
  path: '/api/erasures',
  summary: 'What was erased on request in the project, newest first: counts and proofs, nothing of the person',
  access: 'privacy.erase',
  reply: ErasureList,
});
export const erasePersonOperation = operation({
  method: 'POST',
  path: '/api/erasures',
  summary:
    'Erase what was sent about an entity, or what a giver of feedback wrote; without confirmation it only tells what would be erased',
  access: 'privacy.erase',
  body: NewErasure,
  reply: ErasureResult,
  alsoStatuses: [409, 429],
});

export const ERASURE_OPERATIONS: readonly Operation[] = [listErasuresOperation, erasePersonOperation];
