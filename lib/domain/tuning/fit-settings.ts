import { AppError, type InvalidParam } from '@/lib/platform/errors';
import { holdsClasses } from '@/lib/pure/answer-settings/settle';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import type { AnswerSettings } from '../registry/schema';
import { SETTING_KINDS, type SettingKind } from './schema';

/** The kinds of settings that fit what a version answers: without floats that are read as its answer there are none. */
export function kindsOf({ reading, outputs }: ServedSignature): SettingKind[] {
  const named = (name: string | null) => outputs.find((output) => output.name === name);
  const isFloat = (name: string | null) => ['FP32', 'FP64'].includes(named(name)?.datatype ?? '');
  if (reading.task === 'regression') return isFloat(reading.value) ? ['units'] : [];
  if (reading.task !== 'classification' || !isFloat(reading.probabilities) || reading.classes.length < 2) return [];
  const label = named(reading.label);
  if (label && !holdsClasses(label, reading.classes)) return ['margin'];
  return [reading.classes.length === 2 ? 'threshold' : 'weights', 'calibration', 'margin'];
}

/** What of the settings does not fit a version, by its field. */
export function findSettingFaults(settings: AnswerSettings, served: ServedSignature): InvalidParam[] {
  const kinds = kindsOf(served);
  const faults = kindsSet(settings)
    .filter((kind) => !kinds.includes(kind))
    .map((kind) => ({ name: `settings.${kind}`, reason: 'it does not fit what this version answers' }));
  if (faults.length > 0) return faults;
  const classes = served.reading.task === 'classification' ? served.reading.classes.length : 0;
  const { calibration, weights } = settings;
  if (calibration && (calibration.kind === 'temperature') !== classes > 2)
    return [
      {
        name: 'settings.calibration',
        reason: classes > 2 ? 'more than two classes take a temperature' : 'two classes take Platt or bins',
      },
    ];
  if (weights && weights.length !== classes)
    return [{ name: 'settings.weights', reason: `there must be ${classes}, one for each class` }];
  return [];
}

/** Throws 422 with every field of the settings that does not fit a version. */
export function requireFit(settings: AnswerSettings, served: ServedSignature): void {
  const invalidParams = findSettingFaults(settings, served);
  const [first] = invalidParams;
  if (first) throw new AppError('invalid_input', `${first.name}: ${first.reason}`, { invalidParams });
}

const kindsSet = (settings: AnswerSettings): SettingKind[] => SETTING_KINDS.filter((kind) => settings[kind] !== null);
