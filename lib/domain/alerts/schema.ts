import { z } from 'zod';
import { FEEDBACK_EVENTS, FeedbackEventKind } from '../feedback/schema';
import { MEASURE_NAMES, MEASURES } from './measures';

export { MEASURE_NAMES, MEASURES, type MeasureName } from './measures';

export const MAX_RULES = 200;
export const LEAST_DAYS = 7;
/** Evaluations of a rule that are kept, the newest ones. */
export const KEPT_EVALUATIONS = 500;
/** Tries of one message; the last one about an hour after the first. */
export const MAX_ATTEMPTS = 6;
const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

export const Level = z.enum(['warn', 'alert']);
export type Level = z.infer<typeof Level>;
/** Null: there was too little to judge. */
export const Verdict = z.enum(['ok', 'warn', 'alert']);
export type Verdict = z.infer<typeof Verdict>;

export const VersionChoice = z.union(
  [z.literal('champion'), z.literal('all'), z.int().min(1)],
  'It is "champion", "all" or the number of a version.',
);
export type VersionChoice = z.infer<typeof VersionChoice>;

const bound = z.number('It is a number.').min(-1e12, 'It is -1e12 at least.').max(1e12, 'It is 1e12 at most.');
const deviations = z
  .number('It is a number of standard deviations, such as 4.')
  .min(0.5, 'The band is half a standard deviation at least; 4 is usual.')
  .max(100, 'The band is 100 standard deviations at most; 4 is usual.');

/** Fixed numbers, or standard deviations from the mean of the same hours of the last days. */
export const Limits = z.discriminatedUnion('basis', [
  z.strictObject({ basis: z.literal('fixed'), warn: bound.nullable().default(null), alert: bound }),
  z.strictObject({
    basis: z.literal('learnt'),
    warn: deviations.nullable().default(null),
    alert: deviations.default(4),
    days: z
      .int('It is a whole number of days.')
      .min(LEAST_DAYS, 'A band is learnt from 7 days at least.')
      .max(28, 'A band is learnt from 28 days at most.')
      .default(14),
  }),
]);
export type Limits = z.infer<typeof Limits>;

const count = z.int('It is a whole number.').min(1, 'It is 1 at least.').max(20, 'It is 20 at most.');
/** Opens after `openAfter` of the last `openOf` verdicts, closes after `closeAfter` in a row without. */
export const Hysteresis = z.strictObject({
  openAfter: count.default(1),
  openOf: count.default(1),
  closeAfter: count.default(1),
});
export type Hysteresis = z.infer<typeof Hysteresis>;

export const WEBHOOK_FORMATS = ['json', 'slack', 'teams'] as const;
export const Webhook = z.strictObject({
  url: z
    .string()
    .trim()
    .max(2000, 'An address has 2,000 characters at most.')
    .refine(
      (text) => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol),
      'It is an address such as https://hooks.example.com/alerts.',
    )
    .refine(
      (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
      'An address carries no name or password; take a path that cannot be guessed.',
    ),
  format: z.enum(WEBHOOK_FORMATS),
});
export type Webhook = z.infer<typeof Webhook>;

export const MOST_ADDRESSES = 10;
/** An address of a person, without name, comments or quotes: it stands in a header and in an SMTP command as it is. */
export const MailAddress = z
  .string()
  .trim()
  .max(254, 'An address has 254 characters at most.')
  .regex(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/,
    'It is an address such as ana@example.com.',
  );
export const MailAddresses = z
  .array(MailAddress)
  .max(MOST_ADDRESSES, `There are ${MOST_ADDRESSES} addresses at most.`)
  .refine(
    (all) => new Set(all.map((address) => address.toLowerCase())).size === all.length,
    'An address stands in it twice.',
  );
/** What messages of a rule are written in. */
export const MESSAGE_LANGUAGES = ['en', 'pt-BR'] as const;
export type MessageLanguage = (typeof MESSAGE_LANGUAGES)[number];

/** A mail as it waits in the line. */
export const MailContent = z.object({ language: z.enum(MESSAGE_LANGUAGES), subject: z.string(), text: z.string() });
export type MailContent = z.infer<typeof MailContent>;

const definition = {
  version: VersionChoice,
  measure: z.enum(MEASURE_NAMES, `It is one of ${MEASURE_NAMES.join(', ')}.`),
  column: z.string().trim().min(1, 'Name a column of the version.').max(200).nullable(),
  comparison: z.enum(['above', 'below', 'outside'], 'It is "above", "below" or, with a learnt band, "outside".'),
  limits: Limits,
  windowMinutes: z
    .int('It is a whole number of minutes.')
    .min(5, 'A window has 5 minutes at least.')
    .max(WEEK_MINUTES, 'A window has 7 days (10080 minutes) at most.'),
  cadenceMinutes: z
    .int('It is a whole number of minutes.')
    .min(1, 'A rule is checked once a minute at most.')
    .max(DAY_MINUTES, 'A rule is checked once a day (1440 minutes) at least.'),
  /** What it means that nothing was counted. */
  noData: z.enum(['nothing', 'warn', 'alert'], 'It is "nothing", "warn" or "alert".'),
  /** Fewer counted calls (rows, values, verdicts) than this are no verdict. */
  leastN: z.int('It is a whole number.').min(0, 'It is 0 at least.').max(1_000_000, 'It is 1,000,000 at most.'),
  hysteresis: Hysteresis,
};

/** What a rule watches and when it speaks; kept with each incident as it was then. */
export const Definition = z.object(definition);
export type Definition = z.infer<typeof Definition>;

const fields = {
  ...definition,
  name: z
    .string()
    .trim()
    .min(1, 'A rule needs a name.')
    .max(80, 'A name has 80 characters at most.')
    .regex(/^[^\p{C}]*$/u, 'A name has no control characters.'),
  mutedUntil: z.iso.datetime({ offset: true, error: 'It is a moment such as 2026-11-24T18:00:00Z.' }).nullable(),
  enabled: z.boolean(),
  webhook: Webhook.nullable(),
  mailTo: MailAddresses,
  language: z.enum(MESSAGE_LANGUAGES, `It is one of ${MESSAGE_LANGUAGES.join(', ')}.`),
};

/** Faults that only several fields together have, each with the field that should change. */
export function findFaults(rule: Definition): { field: string; reason: string }[] {
  const { limits, comparison, hysteresis, measure } = rule;
  const { of, needsColumn, unit } = MEASURES[measure];
  const faults: { field: string; reason: string }[] = [];
  const fault = (isFault: boolean, field: string, reason: string) => isFault && faults.push({ field, reason });
  fault(needsColumn && rule.column === null, 'column', 'This measure is of one column: name it.');
  fault(!needsColumn && rule.column !== null, 'column', 'This measure is of no column: leave it out.');
  fault(
    of === 'one' && rule.version === 'all',
    'version',
    'A reference belongs to one version: choose one or "champion".',
  );
  fault(of === 'all' && rule.version !== 'all', 'version', 'This measure is not known by version: choose "all".');
  if (limits.basis === 'fixed') {
    const { warn, alert } = limits;
    fault(
      comparison === 'outside',
      'comparison',
      'Fixed limits are "above" or "below"; "outside" needs a learnt band.',
    );
    fault(
      warn !== null && comparison === 'above' && warn >= alert,
      'limits.warn',
      'It lies below the limit of the alert.',
    );
    fault(
      warn !== null && comparison === 'below' && warn <= alert,
      'limits.warn',
      'It lies above the limit of the alert.',
    );
    fault(
      unit === 'share' && (alert < 0 || alert > 1),
      'limits.alert',
      'A share lies between 0 and 1: 0.05 is five of a hundred.',
    );
    fault(alert < 0, 'limits.alert', 'This measure is never below 0.');
  } else {
    fault(limits.warn !== null && limits.warn >= limits.alert, 'limits.warn', 'It is smaller than that of the alert.');
    fault(
      rule.windowMinutes > DAY_MINUTES,
      'windowMinutes',
      'A learnt band compares the same hours of days: choose 24 hours or less.',
    );
  }
  fault(
    hysteresis.openAfter > hysteresis.openOf,
    'hysteresis.openAfter',
    'It is not more than the evaluations it is of.',
  );
  fault(
    rule.windowMinutes > DAY_MINUTES && rule.cadenceMinutes < 5,
    'cadenceMinutes',
    'A window of more than a day is checked every 5 minutes at most.',
  );
  return faults;
}

const held = <S extends z.ZodType<Definition>>(schema: S) =>
  schema.superRefine((rule, refined) => {
    for (const { field, reason } of findFaults(rule))
      refined.addIssue({ code: 'custom', path: field.split('.'), message: reason });
  });

const Rule = z.strictObject(fields);
/** A rule as a whole, without its model. */
export const RuleContent = held(Rule);
export type RuleContent = z.infer<typeof Rule>;

const watched = {
  /** Id or name. */
  model: z.string().min(1, 'Name the model.').max(128),
  version: VersionChoice.default('champion'),
  column: fields.column.default(null),
  windowMinutes: fields.windowMinutes.default(5),
  cadenceMinutes: fields.cadenceMinutes.default(1),
  noData: fields.noData.default('nothing'),
  leastN: fields.leastN.default(0),
  hysteresis: Hysteresis.default({ openAfter: 1, openOf: 1, closeAfter: 1 }),
};
/** The least a rule needs: name, model, measure, comparison and limits. */
export const NewAlertRule = held(
  Rule.extend({
    ...watched,
    mutedUntil: fields.mutedUntil.default(null),
    enabled: z.boolean().default(true),
    webhook: Webhook.nullable().default(null),
    mailTo: MailAddresses.default([]),
    language: fields.language.default('en'),
  }),
);
export type NewAlertRule = z.infer<typeof NewAlertRule>;

/** A rule that is tried on the past: what it watches and when it speaks. */
export const TriedRule = held(z.strictObject({ ...definition, ...watched }));
export type TriedRule = z.infer<typeof TriedRule>;

export const REPLAYED_DAYS = 28;
/** Incidents that a trial lists, the oldest first. */
export const LISTED_TRIALS = 10;

export const TriedIncident = z.object({
  level: Level,
  openedAt: z.iso.datetime(),
  /** Null where it would still be open. */
  closedAt: z.iso.datetime().nullable(),
  minutes: z.number(),
  /** What opened it; null where nothing was counted. */
  value: z.number().nullable(),
});
export type TriedIncident = z.infer<typeof TriedIncident>;

/** What a rule would have done in the last 28 days, or since the first call after that. */
export const RuleTrial = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  evaluations: z.int(),
  /** Evaluations with too little to judge. */
  withoutVerdict: z.int(),
  incidents: z.int(),
  /** Those of them that became an alert. */
  alerts: z.int(),
  longest: TriedIncident.nullable(),
  first: z.array(TriedIncident),
  /** Before this moment traffic is kept by the hour, and a shorter window was judged as the hour it lies in; null where none was. */
  hourlyBefore: z.iso.datetime().nullable(),
});
export type RuleTrial = z.infer<typeof RuleTrial>;

/** What is left out stays as it is. The model of a rule does not change. */
export const AlertRuleChange = Rule.partial();
export type AlertRuleChange = z.infer<typeof AlertRuleChange>;

const Band = z.object({ low: z.number().nullable(), high: z.number().nullable() });
export type Band = z.infer<typeof Band>;

/** The mean and sample standard deviation of the same hours of so many days; null values while there are fewer than seven. */
export const LearntBand = z.object({ mean: z.number().nullable(), deviation: z.number().nullable(), days: z.int() });
export type LearntBand = z.infer<typeof LearntBand>;

/** One look at a window. Values are what the measure's unit says; a verdict is null where there was too little to judge. */
export const Evaluation = z.object({
  at: z.iso.datetime(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  verdict: Verdict.nullable(),
  /** Why the verdict is what it is: the value, nothing counted, too few, a band that still learns, a log that is behind. */
  because: z.enum(['value', 'no-data', 'few', 'learning', 'log-behind']),
  value: z.number().nullable(),
  n: z.int(),
  /** The versions that were counted. */
  versions: z.array(z.int()),
  /** Of the largest of all columns: which one it is. */
  column: z.string().nullable(),
  /** A value within is no alert, and no warning. */
  alert: Band.nullable(),
  warn: Band.nullable(),
  learnt: LearntBand.nullable(),
});
export type Evaluation = z.infer<typeof Evaluation>;

export const AlertRule = z.object({
  id: z.uuid(),
  name: z.string(),
  owner: z.string(),
  model: z.object({ id: z.uuid(), name: z.string() }),
  ...Definition.shape,
  enabled: z.boolean(),
  mutedUntil: z.iso.datetime().nullable(),
  /** Who may not change the rule sees no path. The secret is shown once, when the address is set. */
  webhook: z.object({ url: z.string(), format: z.enum(WEBHOOK_FORMATS) }).nullable(),
  mailTo: z.array(z.string()),
  language: z.enum(MESSAGE_LANGUAGES),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  /** Null before the first one. */
  last: Evaluation.nullable(),
  openIncident: z.object({ id: z.uuid(), level: Level }).nullable(),
});
export type AlertRule = z.infer<typeof AlertRule>;

/** `secret` is not null when the webhook's address is new: it signs what is sent there, and is shown this once. */
export const SavedAlertRule = z.object({ rule: AlertRule, secret: z.string().nullable() });
export type SavedAlertRule = z.infer<typeof SavedAlertRule>;

export const AlertRules = z.object({
  rules: z.array(AlertRule),
  mostRules: z.int(),
  /** False where no SMTP_URL is set: no mail goes out. */
  isMailSet: z.boolean(),
});
export type AlertRules = z.infer<typeof AlertRules>;

export const CLOSED_BECAUSE = ['recovered', 'rule-changed', 'rule-disabled', 'rule-deleted'] as const;

/** The rule of an incident as it was when it opened. */
export const RuleSnapshot = z.object({ name: z.string(), owner: z.string(), definition: Definition });
export type RuleSnapshot = z.infer<typeof RuleSnapshot>;

export const Incident = z.object({
  id: z.uuid(),
  rule: RuleSnapshot.extend({
    /** Null once the rule was deleted. */
    id: z.uuid().nullable(),
  }),
  model: z.object({ id: z.uuid(), name: z.string() }),
  /** The highest it has reached. */
  level: Level,
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  closedBecause: z.enum(CLOSED_BECAUSE).nullable(),
  acknowledged: z.object({ at: z.iso.datetime(), by: z.string() }).nullable(),
  /** The evaluation of the last change. */
  latest: Evaluation,
});
export type Incident = z.infer<typeof Incident>;

export const IncidentPage = z.object({
  incidents: z.array(Incident),
  nextCursor: z.string().nullable(),
  /** Of the whole project. */
  counts: z.object({ open: z.int(), unacknowledged: z.int() }),
});
export type IncidentPage = z.infer<typeof IncidentPage>;

export const INCIDENT_STATES = ['open', 'closed'] as const;

export const DeliveryOutcome = z.object({
  /**
   * `sent`, or why not: an address inside our own network, a name that leads nowhere, no connection, no answer in time, an answer that
   * is not 2xx, a rule that no longer names the address; of mail also a refusal for ever, a login that failed, and no server at all.
   */
  result: z.enum([
    'sent',
    'closed-address',
    'no-address',
    'no-connection',
    'timeout',
    'status',
    'webhook-gone',
    'refused',
    'login',
    'mail-off',
    'address-gone',
  ]),
  status: z.int().nullable(),
});
export type DeliveryOutcome = z.infer<typeof DeliveryOutcome>;

export const DELIVERY_EVENTS = ['opened', 'escalated', 'closed', 'test'] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

/** What a message is about: a change of an incident, a test, or what happened to feedback. */
export const MESSAGE_EVENTS = [...DELIVERY_EVENTS, ...FEEDBACK_EVENTS] as const;
export type MessageEvent = (typeof MESSAGE_EVENTS)[number];

export const Delivery = z.object({
  id: z.uuid(),
  event: z.enum(MESSAGE_EVENTS),
  channel: z.enum(['webhook', 'mail']),
  /** Host of the webhook's address, or the address of the mail. */
  host: z.string(),
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.int(),
  outcome: DeliveryOutcome.nullable(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** When it is tried next, while it waits. */
  dueAt: z.iso.datetime().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** A test goes once to the webhook and to each address. */
export const TestDeliveries = z.object({ deliveries: z.array(Delivery) });
export type TestDeliveries = z.infer<typeof TestDeliveries>;

/** Webhooks of a project at most. */
export const MAX_HOOKS = 10;

/** Where a project tells of new feedback and of decisions. */
export const HookContent = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(60, 'A name has 60 characters at most.'),
  url: Webhook.shape.url,
  format: Webhook.shape.format.default('json'),
  events: z
    .array(FeedbackEventKind)
    .min(1, 'Choose one event at least.')
    .refine((events) => new Set(events).size === events.length, 'Name each event once.'),
  /** Of messages for Slack and Teams. */
  language: fields.language.default('en'),
  enabled: z.boolean().default(true),
});
export type HookContent = z.infer<typeof HookContent>;

export const Hook = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The address may be a secret: its host is shown. */
  host: z.string(),
  format: z.enum(WEBHOOK_FORMATS),
  events: z.array(FeedbackEventKind),
  language: z.enum(MESSAGE_LANGUAGES),
  enabled: z.boolean(),
  createdAt: z.iso.datetime(),
  /** Of the last week. */
  deliveries: z.object({ sent: z.int(), waiting: z.int(), failed: z.int() }),
});
export type Hook = z.infer<typeof Hook>;
export const Hooks = z.object({ webhooks: z.array(Hook) });
export type Hooks = z.infer<typeof Hooks>;
/** `secret` signs what is sent; it is shown once, when the address is new. */
export const SavedHook = z.object({ webhook: Hook, secret: z.string().nullable() });
export type SavedHook = z.infer<typeof SavedHook>;
export const HookChange = z.strictObject({
  ...HookContent.partial().shape,
  format: Webhook.shape.format.optional(),
  language: fields.language.optional(),
  enabled: z.boolean().optional(),
});
export type HookChange = z.infer<typeof HookChange>;
export const HookDeliveries = z.object({ deliveries: z.array(Delivery) });
export type HookDeliveries = z.infer<typeof HookDeliveries>;

const moment = { id: z.uuid(), at: z.iso.datetime() };
export const TimelineEntry = z.discriminatedUnion('kind', [
  z.object({ ...moment, kind: z.literal('opened'), level: Level, evaluation: Evaluation }),
  z.object({ ...moment, kind: z.literal('escalated'), level: Level, evaluation: Evaluation }),
  z.object({
    ...moment,
    kind: z.literal('closed'),
    because: z.enum(CLOSED_BECAUSE),
    by: z.string().nullable(),
    evaluation: Evaluation.nullable(),
  }),
  z.object({ ...moment, kind: z.literal('acknowledged'), by: z.string() }),
  z.object({ ...moment, kind: z.literal('note'), by: z.string(), text: z.string() }),
  z.object({ ...moment, kind: z.literal('delivery'), delivery: Delivery }),
]);
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const IncidentDetail = Incident.extend({
  /** Oldest first. */
  timeline: z.array(TimelineEntry),
  /** The values around the incident, oldest first; a bounded number is kept. */
  course: z.array(Evaluation),
  mutedUntil: z.iso.datetime().nullable(),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;

export const NewNote = z.strictObject({
  text: z.string().trim().min(1, 'Write something.').max(2000, 'A note has 2,000 characters at most.'),
});
export type NewNote = z.infer<typeof NewNote>;
