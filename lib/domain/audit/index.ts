// Audit: daily heads of the trail of events, signed by the installation and sent to people outside.
// Promises that no head is signed of a trail that does not fit, and that a head is made once a day by one worker.
export { publicKeyOf } from './head-signature';
export { makeDueHead } from './make-head';
export * from './operations';
export { readHead } from './read-head';
export { addAuditReceiver, getAuditAnchors, getAuditHead, removeAuditReceiver } from './receivers';
export { sendHead, sweepAuditMessages } from './send-head';
export { verifyTrail } from './verify-trail';
