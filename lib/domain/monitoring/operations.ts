import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import {
  ExportQuery,
  PartsQuery,
  ProjectTraffic,
  RoutesQuery,
  Traffic,
  TrafficParts,
  TrafficQuery,
  TrafficRoutes,
} from './schema';

export const getTrafficOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/traffic',
  summary: 'Calls, errors, latency, answers and feedback of a model in a window, and their course',
  access: 'monitoring.view',
  params: ByModel,
  query: TrafficQuery,
  reply: Traffic,
});
export const getPartsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/traffic/parts',
  summary: 'The traffic of a window by caller, or by the slices of a chosen column',
  access: 'prediction.view',
  params: ByModel,
  query: PartsQuery,
  reply: TrafficParts,
});
export const exportTrafficOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/traffic/export',
  summary: 'Counts of a window per minute, hour or day, version, route and origin, as CSV or Parquet',
  access: 'monitoring.view',
  params: ByModel,
  query: ExportQuery,
  reply: {
    contentType: 'text/csv',
    description: 'One line per bucket, the oldest first; as application/vnd.apache.parquet where that is the format.',
  },
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
  getPartsOperation,
  exportTrafficOperation,
  listRoutesOperation,
  listTrafficOperation,
];
