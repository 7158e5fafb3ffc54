'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type {
  Band,
  Definition,
  DeliveryOutcome,
  Evaluation,
  MeasureName,
  VersionChoice,
} from '@/lib/domain/alerts/schema';
import { MEASURES } from '@/lib/domain/alerts/schema';

const MINUTE_MS = 60_000;

/** As many decimals as a percentage needs, two at most: 5%, 7.5%, 0.25%, 77.5%. */
const digitsOf = (percent: number): number =>
  [0, 1].find((digits) => Math.abs(Number(percent.toFixed(digits)) - percent) < 1e-6) ??
  (Math.abs(percent) < 10 ? 2 : 1);

/** Rules and evaluations as sentences: the server sends parts, and the words are here. */
export function useAlertWords() {
  const t = useTranslations('alerts.words');
  const format = useFormat();

  const value = (measure: MeasureName, amount: number): string => {
    switch (MEASURES[measure].unit) {
      case 'share':
        return format.percent(amount, { digits: digitsOf(amount * 100) });
      case 'ms':
        return format.duration(Math.max(0, amount));
      case 's':
        return format.duration(Math.max(0, amount * 1000));
      case 'h':
        return format.withUnit(format.figures(amount, 3), 'h');
      case 'per-minute':
        return format.withUnit(format.figures(amount, 3), t('perMinute'));
      default:
        return format.figures(amount, 3);
    }
  };
  const measureName = (measure: MeasureName, column: string | null): string =>
    column === null ? t(`measure.${measure}`) : t('ofColumn', { measure: t(`measure.${measure}`), column });
  const minutes = (count: number): string => format.duration(count * MINUTE_MS);
  const version = (choice: VersionChoice): string =>
    typeof choice === 'number' ? t('version.number', { number: choice }) : t(`version.${choice}`);
  const band = (measure: MeasureName, { low, high }: Band): string => {
    if (low !== null && high !== null) return t('outside', { low: value(measure, low), high: value(measure, high) });
    return low === null ? t('above', { limit: value(measure, high ?? 0) }) : t('below', { limit: value(measure, low) });
  };
  const counted = (measure: MeasureName, n: number): string | null => {
    const { counts } = MEASURES[measure];
    return counts === null ? null : t(`counted.${counts}`, { n: format.number(n), count: n });
  };

  /** "Error share above 5%" or, with a learnt band, how far from the mean. */
  const limit = ({ measure, comparison, limits }: Definition): string => {
    if (limits.basis === 'learnt')
      return t(`learnt.${comparison}`, { k: format.number(limits.alert), days: limits.days });
    return t(comparison === 'below' ? 'below' : 'above', { limit: value(measure, limits.alert) });
  };
  /** What a rule watches, in one sentence. */
  const rule = (definition: Definition): string =>
    t('rule', {
      measure: measureName(definition.measure, definition.column),
      limit: limit(definition),
      window: minutes(definition.windowMinutes),
      cadence: minutes(definition.cadenceMinutes),
    });
  /** What a look at a window found. */
  const finding = (definition: Definition, evaluation: Evaluation): string => {
    const { measure, windowMinutes } = definition;
    const { because, n } = evaluation;
    const name = measureName(measure, evaluation.column ?? definition.column);
    const window = minutes(windowMinutes);
    const of = counted(measure, n);
    if (because === 'no-data' || evaluation.value === null) return t('finding.noData', { measure: name, window });
    const values = { measure: name, value: value(measure, evaluation.value), window, n: of ?? '' };
    const found = of === null ? t('finding.valueAlone', values) : t('finding.value', values);
    const tail = tailOf(definition, evaluation);
    return tail === null ? `${found}.` : `${found}${tail}.`;
  };
  const tailOf = ({ measure, leastN }: Definition, evaluation: Evaluation): string | null => {
    const { because, verdict, alert, warn, learnt } = evaluation;
    if (because === 'few') return t('finding.few', { least: format.number(leastN) });
    if (because === 'learning') return t('finding.learning', { missing: Math.max(1, 7 - (learnt?.days ?? 0)) });
    if (because === 'log-behind') return t('finding.logBehind');
    const crossed = verdict === 'alert' ? alert : verdict === 'warn' ? warn : null;
    if (crossed) return t('finding.crossed', { band: band(measure, crossed) });
    return t('finding.within');
  };
  const outcome = ({ result, status }: DeliveryOutcome): string =>
    result === 'status' || result === 'refused'
      ? t(`outcome.${result}`, { status: status ?? 0 })
      : t(`outcome.${result}`);

  return { value, measureName, minutes, version, band, counted, rule, finding, outcome };
}
