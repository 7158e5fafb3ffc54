import type { AlertRule, AlertRuleChange, Definition, MessageLanguage, Webhook } from '@/lib/domain/alerts/schema';
import { MailAddresses, MEASURES, type MeasureName } from '@/lib/domain/alerts/schema';

export const WINDOWS = [5, 15, 30, 60, 180, 360, 720, 1440, 4320, 10_080] as const;
export const CADENCES = [1, 5, 10, 15, 30, 60, 360, 1440] as const;
export const MUTES = ['60', '240', '1440', '10080'] as const;
export type Mute = 'none' | 'keep' | (typeof MUTES)[number];
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** A rule as its form holds it: empty numbers are null, shares are percent. */
export interface RuleDraft {
  name: string;
  model: string;
  version: string;
  measure: MeasureName;
  column: string;
  comparison: Definition['comparison'];
  basis: 'fixed' | 'learnt';
  warn: number | null;
  alert: number | null;
  days: number | null;
  windowMinutes: number;
  cadenceMinutes: number;
  noData: Definition['noData'];
  leastN: number | null;
  openAfter: number | null;
  openOf: number | null;
  closeAfter: number | null;
  enabled: boolean;
  mute: Mute;
  hasWebhook: boolean;
  url: string;
  format: Webhook['format'];
  /** Addresses, one per line. */
  mailTo: string;
  language: MessageLanguage;
}

/** Limits that are entered in percent; those of a band are standard deviations. */
const scaleOf = ({ measure, basis }: Pick<RuleDraft, 'measure' | 'basis'>) =>
  basis === 'fixed' && MEASURES[measure].unit === 'share' ? 100 : 1;

/** 0.07 · 100 is 7.000000000000001: twelve figures are what was meant. */
const exact = (value: number) => Number(value.toPrecision(12));

export const newDraft = (model: string, language: MessageLanguage = 'en'): RuleDraft => ({
  name: '',
  model,
  version: 'champion',
  measure: 'error-share',
  column: '',
  comparison: 'above',
  basis: 'fixed',
  warn: null,
  alert: 5,
  days: 14,
  windowMinutes: 5,
  cadenceMinutes: 1,
  noData: 'nothing',
  leastN: 20,
  openAfter: 1,
  openOf: 1,
  closeAfter: 1,
  enabled: true,
  mute: 'none',
  hasWebhook: false,
  url: '',
  format: 'json',
  mailTo: '',
  language,
});

export function draftOf(rule: AlertRule, now: Date): RuleDraft {
  const { limits, measure } = rule;
  const scale = scaleOf({ measure, basis: limits.basis });
  return {
    name: rule.name,
    model: rule.model.id,
    version: String(rule.version),
    measure,
    column: rule.column ?? '',
    comparison: rule.comparison,
    basis: limits.basis,
    warn: limits.warn === null ? null : exact(limits.warn * scale),
    alert: exact(limits.alert * scale),
    days: limits.basis === 'learnt' ? limits.days : 14,
    windowMinutes: rule.windowMinutes,
    cadenceMinutes: rule.cadenceMinutes,
    noData: rule.noData,
    leastN: rule.leastN,
    ...rule.hysteresis,
    enabled: rule.enabled,
    mute: rule.mutedUntil !== null && new Date(rule.mutedUntil) > now ? 'keep' : 'none',
    hasWebhook: rule.webhook !== null,
    url: rule.webhook?.url ?? '',
    format: rule.webhook?.format ?? 'json',
    mailTo: rule.mailTo.join('\n'),
    language: rule.language,
  };
}

/** Another measure keeps what still fits: a version it is known by, and a limit of its own unit. */
export function withMeasure(draft: RuleDraft, measure: MeasureName): RuleDraft {
  const { of, needsColumn, unit } = MEASURES[measure];
  const isOtherUnit = unit !== MEASURES[draft.measure].unit && draft.basis === 'fixed';
  const version =
    of === 'all'
      ? 'all'
      : (of === 'one' && draft.version === 'all') || MEASURES[draft.measure].of === 'all'
        ? 'champion'
        : draft.version;
  return {
    ...draft,
    measure,
    version,
    column: needsColumn ? draft.column : '',
    ...(isOtherUnit ? { warn: null, alert: null } : {}),
  };
}

export function withBasis(draft: RuleDraft, basis: RuleDraft['basis']): RuleDraft {
  if (basis === draft.basis) return draft;
  return basis === 'learnt'
    ? { ...draft, basis, comparison: 'outside', warn: null, alert: 4 }
    : {
        ...draft,
        basis,
        comparison: draft.comparison === 'outside' ? 'above' : draft.comparison,
        warn: null,
        alert: null,
      };
}

export type Fault =
  | 'name'
  | 'model'
  | 'column'
  | 'alert'
  | 'share'
  | 'negative'
  | 'warnAbove'
  | 'warnBelow'
  | 'warnLearnt'
  | 'deviations'
  | 'days'
  | 'hysteresis'
  | 'least'
  | 'windowLearnt'
  | 'cadence'
  | 'url'
  | 'mailTo'
  | 'name_taken'
  | 'unknown_column'
  | 'closed_address';
export type FaultField =
  | 'name'
  | 'model'
  | 'column'
  | 'alert'
  | 'warn'
  | 'days'
  | 'window'
  | 'cadence'
  | 'hysteresis'
  | 'least'
  | 'url'
  | 'mailTo';
export type Faults = Partial<Record<FaultField, Fault>>;

/** Refusals of the server that belong to a field. */
export const REFUSED_FIELDS: Readonly<Record<string, Faults>> = {
  name_taken: { name: 'name_taken' },
  unknown_column: { column: 'unknown_column' },
  closed_address: { url: 'closed_address' },
};

export const addressesOf = (text: string): string[] => text.split(/[\s,;]+/).filter((address) => address !== '');

const isWhole = (value: number | null, least: number, most: number) =>
  value !== null && Number.isInteger(value) && value >= least && value <= most;

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '';
}

function limitFaults(draft: RuleDraft): Faults {
  const { alert, warn, basis, comparison, measure } = draft;
  if (alert === null) return { alert: 'alert' };
  if (basis === 'learnt') {
    if (alert < 0.5 || alert > 100) return { alert: 'deviations' };
    return warn !== null && (warn >= alert || warn < 0.5) ? { warn: 'warnLearnt' } : {};
  }
  if (MEASURES[measure].unit === 'share' && (alert < 0 || alert > 100)) return { alert: 'share' };
  if (alert < 0) return { alert: 'negative' };
  if (warn !== null && comparison === 'above' && warn >= alert) return { warn: 'warnAbove' };
  return warn !== null && comparison === 'below' && warn <= alert ? { warn: 'warnBelow' } : {};
}

/** What does not fit yet, by field. The server asks the same again. */
export function faultsOf(draft: RuleDraft): Faults {
  const { openAfter, openOf, closeAfter, windowMinutes } = draft;
  const isLong = windowMinutes > DAY_MINUTES;
  const counts = [openAfter, openOf, closeAfter];
  return {
    ...(draft.name.trim() === '' ? { name: 'name' } : {}),
    ...(draft.model === '' ? { model: 'model' } : {}),
    ...(MEASURES[draft.measure].needsColumn && draft.column.trim() === '' ? { column: 'column' } : {}),
    ...limitFaults(draft),
    ...(draft.basis === 'learnt' && !isWhole(draft.days, 7, 28) ? { days: 'days' } : {}),
    ...(draft.basis === 'learnt' && isLong ? { window: 'windowLearnt' } : {}),
    ...(isLong && draft.cadenceMinutes < 5 ? { cadence: 'cadence' } : {}),
    ...(isWhole(draft.leastN ?? 0, 0, 1_000_000) ? {} : { least: 'least' }),
    ...(counts.every((count) => isWhole(count, 1, 20)) && (openAfter ?? 1) <= (openOf ?? 1)
      ? {}
      : { hysteresis: 'hysteresis' }),
    ...(draft.hasWebhook && !isAddress(draft.url.trim()) ? { url: 'url' } : {}),
    ...(MailAddresses.safeParse(addressesOf(draft.mailTo)).success ? {} : { mailTo: 'mailTo' }),
  };
}

/** What a rule watches and when it speaks, as the server takes it. */
export function definitionOf(draft: RuleDraft): Definition {
  const scale = scaleOf(draft);
  const warn = draft.warn === null ? null : exact(draft.warn / scale);
  const alert = exact((draft.alert ?? 0) / scale);
  const { measure, version } = draft;
  return {
    version: version === 'champion' || version === 'all' ? version : Number(version),
    measure,
    column: MEASURES[measure].needsColumn ? draft.column.trim() : null,
    comparison: draft.comparison,
    limits:
      draft.basis === 'fixed'
        ? { basis: 'fixed', warn, alert }
        : { basis: 'learnt', warn, alert, days: draft.days ?? 14 },
    windowMinutes: draft.windowMinutes,
    cadenceMinutes: draft.cadenceMinutes,
    noData: draft.noData,
    leastN: draft.leastN ?? 0,
    hysteresis: {
      openAfter: draft.openAfter ?? 1,
      openOf: draft.openOf ?? 1,
      closeAfter: draft.closeAfter ?? 1,
    },
  };
}

/** What the server is sent: a whole rule, without its model. */
export function contentOf(draft: RuleDraft, before: AlertRule | null, now: Date): Required<AlertRuleChange> {
  const { mute } = draft;
  return {
    name: draft.name.trim(),
    ...definitionOf(draft),
    mutedUntil:
      mute === 'keep'
        ? (before?.mutedUntil ?? null)
        : mute === 'none'
          ? null
          : new Date(now.getTime() + Number(mute) * MINUTE_MS).toISOString(),
    enabled: draft.enabled,
    webhook: draft.hasWebhook ? { url: draft.url.trim(), format: draft.format } : null,
    mailTo: addressesOf(draft.mailTo),
    language: draft.language,
  };
}
