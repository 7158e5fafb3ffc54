// Webhooks: signed messages to addresses that people typed.
// Promises that nothing is sent to an address inside our own network, that the address which was checked is the one that is connected to, and that no redirect is followed.
export { type PostOutcome, postWebhook } from './post-webhook';
export { isPublicAddress, literalAddress } from './public-address';
export { makeWebhookSecret, signatureOf } from './sign';
