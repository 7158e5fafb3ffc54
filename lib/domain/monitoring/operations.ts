import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { ProjectTraffic, Traffic, TrafficQuery } from './schema';

export const getTrafficOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/traffic',
  summary: 'Calls, errors, latency, answers and feedback of a model in a window, and their course',
  access: 'monitoring.view',
  params: ByModel,
  query: TrafficQuery,
  reply: Traffic,
});
export const listTrafficOperation = operation({
  method: 'GET',
  path: '/api/traffic',
  summary: 'The last seven days of every model of the project',
  access: 'monitoring.view',
  reply: ProjectTraffic,
});

export const MONITORING_OPERATIONS: readonly Operation[] = [getTrafficOperation, listTrafficOperation];
