import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT } from '@/lib/platform/http/page';
import { ByModel } from '../registry';
import { Blame, Replay, Replays, StartReplay } from './schema';

const PATH = '/api/models/{model}/replays';
const ById = ByModel.extend({ id: z.uuid() });

export const listReplaysOperation = operation({
  method: 'GET',
  path: PATH,
  summary: 'Replays of past windows, newest first',
  access: 'replay.run',
  params: ByModel,
  reply: Replays,
});
export const startReplayOperation = operation({
  method: 'POST',
  path: PATH,
  summary: 'Ask a version what it would have said to the logged calls of a past window; nothing is logged',
  access: 'replay.run',
  params: ByModel,
  body: StartReplay,
  reply: Replay,
  status: 202,
  alsoStatuses: [409],
});
export const cancelReplayOperation = operation({
  method: 'DELETE',
  path: `${PATH}/{id}`,
  summary: 'Stop a replay, or delete one that is over',
  access: 'replay.run',
  params: ById,
  reply: NO_CONTENT,
  status: 204,
});
export const blameRowOperation = operation({
  method: 'GET',
  path: '/api/predictions/{id}/blame',
  summary: 'Ask the version that answered a row again, and every other one: since which version is the answer another?',
  access: 'replay.run',
  params: z.object({ id: z.string() }),
  reply: Blame,
});

export const REPLAY_OPERATIONS: readonly Operation[] = [
  listReplaysOperation,
  startReplayOperation,
  cancelReplayOperation,
  blameRowOperation,
];
