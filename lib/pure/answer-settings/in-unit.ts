import type { ServedSignature } from '../protocols/signature';
import type { AnswerSettings } from './settings';

/** How the answers of a version are read by settings: numbers are in their unit. Example: a unit of "" is none, whatever the file's is. */
export const inUnit = (signature: ServedSignature, settings: Pick<AnswerSettings, 'units'> | null): ServedSignature =>
  settings?.units && signature.reading.task === 'regression'
    ? { ...signature, reading: { ...signature.reading, unit: settings.units.unit || null } }
    : signature;
