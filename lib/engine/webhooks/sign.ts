import { createHmac, randomBytes } from 'node:crypto';

/** 32 random bytes with a prefix by which people know what it is. */
export const makeWebhookSecret = (): string => `whs_${randomBytes(32).toString('base64url')}`;

/** `sha256=` and the HMAC-SHA256 of timestamp, dot and body, in hex. A receiver computes it from the bytes as they came. */
export const signatureOf = (secret: string, timestamp: number, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
