import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { ProjectTraffic, RoutesQuery, Traffic, TrafficQuery, TrafficRoutes } from './schema';

export const getTrafficOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/traffic',
  summary: 'Calls, errors, latency, answers and feedback of a model in a window, and their course',
  access: 'monitoring.view',
  params: ByModel,
  query: TrafficQuery,
  reply: Traffic,
});
export const listRoutesOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/routes',
  summary: 'What champion, canary and shadow answered in a window, side by side',
  access: 'monitoring.view',
  params: ByModel,
  query: RoutesQuery,
  reply: TrafficRoutes,
});
export const listTrafficOperation = operation({
  method: 'GET',
  path: '/api/traffic',
  summary: 'The last seven days of every model of the project',
  access: 'monitoring.view',
  reply: ProjectTraffic,
});

export const MONITORING_OPERATIONS: readonly Operation[] = [
  getTrafficOperation,
  listRoutesOperation,
  listTrafficOperation,
];
