import { MEASURES, type MeasureName } from './measures';
import type { Band, Definition, DeliveryEvent, Evaluation, Level, Webhook } from './schema';

/** Everything that a message says. Receivers read English, as in all of the API; the page says the same in the language of its reader. */
export interface Told {
  event: DeliveryEvent;
  at: string;
  project: string;
  rule: { id: string; name: string };
  model: string;
  incident: { id: string; level: Level; openedAt: string } | null;
  url: string;
  definition: Definition;
  evaluation: Evaluation | null;
}

const NAMES: Record<MeasureName, string> = {
  'error-share': 'error share',
  'server-errors': 'errors with status 500 or more',
  'latency-p50': 'latency p50',
  'latency-p95': 'latency p95',
  'latency-p99': 'latency p99',
  'calls-per-minute': 'calls per minute',
  rows: 'rows',
  'null-share': 'share of nulls',
  'psi-column': 'PSI',
  'psi-largest': 'largest PSI of all columns',
  'drift-rarity': 'days as unusual as chance gives once in so many',
  accuracy: 'accuracy by labels',
  mae: 'mean absolute error by labels',
  'feedback-wrong': 'share of feedback "wrong"',
  'log-lag': 'lag of the log',
};

const figures = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

function write(measure: MeasureName, value: number): string {
  const { unit } = MEASURES[measure];
  if (unit === 'share') return `${figures.format(value * 100)}%`;
  return unit === 'ms' || unit === 's' ? `${figures.format(value)} ${unit}` : figures.format(value);
}

function writeMinutes(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

function writeBand(measure: MeasureName, { low, high }: Band): string {
  if (low !== null && high !== null) return `outside ${write(measure, low)} to ${write(measure, high)}`;
  return low === null ? `above ${write(measure, high ?? 0)}` : `below ${write(measure, low)}`;
}

/** What the measure was, against what, over which window. */
function findingOf({ definition, evaluation }: Told): string {
  const { measure, windowMinutes } = definition;
  const column = evaluation?.column ?? definition.column;
  const name = column === null ? NAMES[measure] : `${NAMES[measure]} of ${column}`;
  if (!evaluation) return `${name} over ${writeMinutes(windowMinutes)}`;
  const over = `over ${writeMinutes(windowMinutes)} (n = ${evaluation.n})`;
  if (evaluation.because === 'no-data' || evaluation.value === null) return `no data for ${name} ${over}`;
  const band = evaluation.verdict === 'warn' ? evaluation.warn : evaluation.alert;
  const value = `${name} is ${write(measure, evaluation.value)} ${over}`;
  if (!band) return value;
  return evaluation.verdict === 'ok'
    ? `${value}, no longer ${writeBand(measure, band)}`
    : `${value}, ${writeBand(measure, band)}`;
}

const HEADS: Record<Exclude<DeliveryEvent, 'test'>, (level: Level) => string> = {
  opened: (level) => (level === 'alert' ? 'Alert' : 'Warning'),
  escalated: () => 'Now an alert',
  closed: () => 'Closed',
};

/** The message as one line of plain text. */
export function writeLine(told: Told): string {
  if (told.event === 'test') return `Test of the alert rule "${told.rule.name}" of ${told.model}. Nothing is wrong.`;
  const head = HEADS[told.event](told.incident?.level ?? 'alert');
  return `${head}: ${told.rule.name}. ${told.model}: ${findingOf(told)}.`;
}

const plainPayload = (id: string, told: Told) => {
  const { evaluation, definition } = told;
  return {
    id,
    event: told.event,
    at: told.at,
    text: writeLine(told),
    url: told.url,
    project: told.project,
    model: told.model,
    rule: told.rule,
    incident: told.incident,
    measure: definition.measure,
    unit: MEASURES[definition.measure].unit,
    column: evaluation?.column ?? definition.column,
    comparison: definition.comparison,
    value: evaluation?.value ?? null,
    n: evaluation?.n ?? null,
    verdict: evaluation?.verdict ?? null,
    because: evaluation?.because ?? null,
    limits: evaluation ? { alert: evaluation.alert, warn: evaluation.warn } : null,
    versions: evaluation?.versions ?? [],
    window: evaluation ? { from: evaluation.from, to: evaluation.to } : null,
  };
};

/** Slack reads &, < and > as its own signs. */
const slackText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Teams reads Markdown; names come from people. */
const plainMarkdown = (text: string) => text.replace(/[\\`*_[\]()#>~|]/g, '\\$&');

/** The body of a message in the shape that its receiver takes. `id` is the same in every try. */
export function writeBody(format: Webhook['format'], id: string, told: Told): string {
  if (format === 'json') return JSON.stringify(plainPayload(id, told));
  if (format === 'slack')
    return JSON.stringify({ text: `${slackText(writeLine(told))}\n<${told.url}|Open in Implanta>` });
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [{ type: 'TextBlock', wrap: true, text: plainMarkdown(writeLine(told)) }],
    actions: [{ type: 'Action.OpenUrl', title: 'Open in Implanta', url: told.url }],
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card };
  return JSON.stringify({ type: 'message', attachments: [attachment] });
}
