import { MEASURES } from './measures';
import { MESSAGE_WORDS } from './message-words';
import type {
  Band,
  Definition,
  DeliveryEvent,
  Evaluation,
  Level,
  MailContent,
  MessageLanguage,
  Webhook,
} from './schema';
import { writeForReceiver } from './write-for-receiver';

/** Everything that a message says, in the language of its rule; the page says the same in the language of its reader. */
export interface Told {
  event: DeliveryEvent;
  language: MessageLanguage;
  at: string;
  project: string;
  rule: { id: string; name: string };
  model: string;
  incident: { id: string; level: Level; openedAt: string } | null;
  url: string;
  definition: Definition;
  evaluation: Evaluation | null;
}

function write({ language, definition: { measure } }: Told, value: number): string {
  const { unit } = MEASURES[measure];
  const figures = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
  if (unit === 'share') return `${figures.format(value * 100)}%`;
  return unit === 'ms' || unit === 's' || unit === 'h' ? `${figures.format(value)} ${unit}` : figures.format(value);
}

function writeMinutes(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

function writeBand(told: Told, { low, high }: Band): string {
  const words = MESSAGE_WORDS[told.language];
  if (low !== null && high !== null) return words.outside(write(told, low), write(told, high));
  return low === null ? words.above(write(told, high ?? 0)) : words.below(write(told, low));
}

/** What the measure was, against what, over which window. */
function findingOf(told: Told): string {
  const { definition, evaluation } = told;
  const words = MESSAGE_WORDS[told.language];
  const { measure, windowMinutes } = definition;
  const column = evaluation?.column ?? definition.column;
  const name = column === null ? words.measures[measure] : words.ofColumn(words.measures[measure], column);
  const window = words.over(writeMinutes(windowMinutes));
  if (!evaluation) return `${name} ${window}`;
  const over = `${window} (n = ${evaluation.n})`;
  if (evaluation.because === 'no-data' || evaluation.value === null) return words.noData(name, over);
  const band = evaluation.verdict === 'warn' ? evaluation.warn : evaluation.alert;
  const value = words.value(name, write(told, evaluation.value), over);
  if (!band) return value;
  const limit = writeBand(told, band);
  return `${value}, ${evaluation.verdict === 'ok' ? words.noLonger(limit) : limit}`;
}

const headOf = ({ event, language, incident }: Told): string =>
  event === 'test' ? '' : MESSAGE_WORDS[language].heads[event](incident?.level ?? 'alert');

/** The message as one line of plain text, in the language of the rule. */
export function writeLine(told: Told): string {
  if (told.event === 'test') return MESSAGE_WORDS[told.language].test(told.rule.name, told.model);
  return `${headOf(told)}: ${told.rule.name}. ${told.model}: ${findingOf(told)}.`;
}

/** The message as a mail of plain text with the way to the incident. */
export function writeMail(told: Told): MailContent {
  const { language, rule, model, project, url } = told;
  const words = MESSAGE_WORDS[language];
  const what = told.event === 'test' ? words.testSubject(rule.name) : `${headOf(told)}: ${rule.name}`;
  return {
    language,
    subject: `[Implanta] ${what} (${model})`,
    text: `${writeLine(told)}\n\n${words.open}: ${url}\n\n-- \n${words.footer(rule.name, project)}\n`,
  };
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

/** The body of a message in the shape that its receiver takes. `id` is the same in every try. */
export function writeBody(format: Webhook['format'], id: string, told: Told): string {
  return writeForReceiver(format, {
    line: writeLine(told),
    url: told.url,
    open: MESSAGE_WORDS[told.language].open,
    payload: plainPayload(id, told),
  });
}
