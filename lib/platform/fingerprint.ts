import { createHmac } from 'node:crypto';
import { requiredEnv } from './env';

/** What is kept of a personal value: equal values have equal fingerprints, and nobody reads the value from one. Example: `hash:` and 16 hex digits. */
export const fingerprint = (value: string, secret: string): string =>
  `hash:${createHmac('sha256', secret).update(value).digest('hex').slice(0, 16)}`;

/** The forms in which the log may have a value that somebody names: as it was sent, and its fingerprint where it was personal. */
export const keptForms = (value: string): [asSent: string, asFingerprint: string] => [
  value,
  fingerprint(value, requiredEnv('INTERNAL_SECRET')),
];
