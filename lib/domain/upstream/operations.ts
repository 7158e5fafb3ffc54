import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { Model } from '../registry/schema';
import { MoveTraffic, NewUpstream, UpstreamChange, UpstreamView } from './schema';

export const createUpstreamOperation = operation({
  method: 'POST',
  path: '/api/upstreams',
  summary: 'Put the gateway in front of a running prediction service: a model whose answers come from there',
  access: 'version.upload',
  body: NewUpstream,
  reply: Model,
  status: 201,
  alsoStatuses: [409],
});
export const getUpstreamOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/upstream',
  summary: 'The running service behind a model, what was learnt of its JSON, and how far a file beside it agrees',
  access: 'version.view',
  params: ByModel,
  reply: UpstreamView,
});
export const updateUpstreamOperation = operation({
  method: 'PATCH',
  path: '/api/models/{model}/upstream',
  summary: 'Change the address of the service, its secret header, how its answer is read, or the goal',
  access: 'version.manage',
  params: ByModel,
  body: UpstreamChange,
  reply: UpstreamView,
});
export const moveTrafficOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/upstream/traffic',
  summary: 'Move the calls from the running service to the file that answers beside it, or back',
  access: 'version.manage',
  params: ByModel,
  body: MoveTraffic,
  reply: UpstreamView,
  alsoStatuses: [409],
});

export const UPSTREAM_OPERATIONS: readonly Operation[] = [
  createUpstreamOperation,
  getUpstreamOperation,
  updateUpstreamOperation,
  moveTrafficOperation,
];
