import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByVersion } from '../registry';
import { Card, CardContent, CardView } from './schema';

const PATH = '/api/models/{model}/versions/{number}/card';
const ByRevision = ByVersion.extend({
  revision: z.string().transform((text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0)),
});

export const getCardOperation = operation({
  method: 'GET',
  path: PATH,
  summary: 'The model card of a version; with its draft for those who may edit it',
  access: 'card.view',
  params: ByVersion,
  reply: CardView,
});
export const saveCardOperation = operation({
  method: 'PUT',
  path: PATH,
  summary: 'Save the draft of a model card',
  access: 'card.edit',
  params: ByVersion,
  body: CardContent,
  reply: Card,
});
export const publishCardOperation = operation({
  method: 'POST',
  path: `${PATH}/publish`,
  summary: 'Publish the draft of a model card',
  access: 'card.edit',
  params: ByVersion,
  reply: Card,
  alsoStatuses: [409],
});
export const listCardHistoryOperation = operation({
  method: 'GET',
  path: `${PATH}/history`,
  summary: 'The revisions of a model card, newest first',
  access: 'card.edit',
  params: ByVersion,
  reply: z.object({ revisions: z.array(Card) }),
});
export const restoreCardOperation = operation({
  method: 'POST',
  path: `${PATH}/history/{revision}/restore`,
  summary: 'Make an older revision of a model card the draft',
  access: 'card.edit',
  params: ByRevision,
  reply: Card,
});

export const CARD_OPERATIONS: readonly Operation[] = [
  getCardOperation,
  saveCardOperation,
  publishCardOperation,
  listCardHistoryOperation,
  restoreCardOperation,
];
