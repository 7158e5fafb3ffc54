// Upstream: running prediction services that a model stands in front of, what is learnt of their JSON, and moving their calls to a file.
// Promises that calls move only when the chosen number of answers agrees, and that no address inside a network is called without leave.
export { barredTargets, checkHost, ownPorts } from './check-target';
export { createUpstream } from './create-upstream';
export { getUpstream } from './get-upstream';
export { keepLearnt, learnOn, SETTLED_AFTER } from './keep-learnt';
export { mapColumns, readForModel } from './map-columns';
export { moveTraffic } from './move-traffic';
export * from './operations';
export { listUpstreamRows, type ServedUpstreamRow } from './store-upstreams';
export { updateUpstream } from './update-upstream';
