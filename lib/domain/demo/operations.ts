import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { Demo, ReplaySpeed } from './schema';

export const getDemoOperation = operation({
  method: 'GET',
  path: '/api/demo',
  summary: 'Whether the demo is loaded, and how far its replay is',
  access: 'model.view',
  reply: Demo,
});
export const loadDemoOperation = operation({
  method: 'POST',
  path: '/api/demo',
  summary: 'Load the demo: flight delays from New York, 2013, replayed, and Seattle weather',
  access: 'demo.load',
  reply: Demo,
  status: 202,
});
export const setReplaySpeedOperation = operation({
  method: 'PATCH',
  path: '/api/demo',
  summary: 'Change how fast the demo is replayed; 0 holds it',
  access: 'demo.load',
  body: z.strictObject({ speed: ReplaySpeed }),
  reply: Demo,
});

export const DEMO_OPERATIONS: readonly Operation[] = [getDemoOperation, loadDemoOperation, setReplaySpeedOperation];
