import { z } from 'zod';
import { FriendlyReply } from '@/lib/domain/serving/schema';
import { type Operation, operation } from '@/lib/platform/http/operation';

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown())]);

const Health = z.object({
  live: z.boolean(),
  ready: z.boolean(),
  spool: z.object({ pendingRows: z.int(), lagSeconds: z.number() }),
  database: z.enum(['up', 'down']),
  runners: z.object({ ready: z.int(), starting: z.int(), broken: z.int() }),
});

/** With a key the gateway answers it before it reaches a route here; with a session the route asks the gateway. */
export const predictOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/predict',
  summary: 'Predict rows of named fields',
  access: 'model.predict',
  params: z.object({ model: z.string() }),
  query: z.object({
    version: z.string().optional().describe('Number of a version, `staging` or `production`; production without it.'),
    dryRun: z.enum(['0', '1']).optional().describe('1: answered and not logged.'),
  }),
  // How many rows and which fields are the gateway's to judge: it knows the model, and too many rows are 413.
  body: z.object({ rows: z.array(z.record(z.string(), Cell)).describe('1 to 10,000 rows.') }),
  bodyLimit: 10 * 1024 * 1024,
  reply: FriendlyReply,
  alsoStatuses: [409, 429, 504],
});

/** What the gateway itself answers under /api: documented beside the others, without a route here. */
export const GATEWAY_OPERATIONS: readonly Operation[] = [
  ...(['live', 'ready'] as const).map((word) =>
    operation({
      method: 'GET',
      path: `/api/health/${word}`,
      summary: word === 'live' ? 'Whether the process answers' : 'Whether predictions can be answered',
      access: 'open',
      reply: Health,
    }),
  ),
  operation({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This document',
    access: 'open',
    reply: { contentType: 'application/json', description: 'An OpenAPI 3.1 document.' },
  }),
];
