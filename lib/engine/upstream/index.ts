// Upstreams: running HTTP services that the gateway hands calls on to.
// Promises that the address which was checked is the one that is connected to, that no redirect is followed, and that what waits is bounded.
export { isNeverTarget, isOpenTarget } from './target-address';
export { UpstreamClient, UpstreamError, type UpstreamReply, type UpstreamTarget } from './upstream-client';
