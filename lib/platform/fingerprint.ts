import { createHmac } from 'node:crypto';
import { requiredEnv } from './env';

/** What is kept of a personal value: equal values have equal fingerprints, and nobody reads the value from one. Example: `hash:` and 16 hex digits. */
export const fingerprint = (value: string, secret: string): string =>
  `hash:${createHmac('sha256', secret).update(value).digest('hex').slice(0, 16)}`;

/** Whose context values are meant: equal values of other projects or keys have other fingerprints. */
export interface ContextOf {
  projectId: string;
  key: string;
}

/** The same of a value of the context of rows. */
export const contextFingerprint = ({ projectId, key }: ContextOf, value: string, secret: string): string =>
  fingerprint(JSON.stringify([projectId, key, value]), secret);

/** A context value as the log keeps it where it is personal, whether somebody names the value or its fingerprint. */
export const asFingerprint = (of: ContextOf, value: string): string =>
  /^hash:[0-9a-f]{16}$/.test(value) ? value : contextFingerprint(of, value, requiredEnv('INTERNAL_SECRET'));

/** The forms in which the log may have a context value that somebody names: as it was sent, and its fingerprint where it was personal. */
export const keptForms = (of: ContextOf, value: string): [asSent: string, asFingerprint: string] => [
  value,
  asFingerprint(of, value),
];

/** The same of what a row is about, its `context.entity`. */
export const entityForms = (projectId: string, entity: string): [asSent: string, asFingerprint: string] =>
  keptForms({ projectId, key: 'entity' }, entity);
