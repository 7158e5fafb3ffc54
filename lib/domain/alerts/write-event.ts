import type { FeedbackEvent } from '../feedback/schema';
import { EVENT_WORDS } from './event-words';
import type { MessageLanguage, Webhook } from './schema';
import { writeForReceiver } from './write-for-receiver';

/** What a webhook of a project is told; without an event it is a test. */
export interface ToldEvent {
  event: FeedbackEvent | null;
  project: string;
  /** Null where the call was not in the log yet. */
  model: string | null;
  at: Date;
  /** Where people reach this installation. */
  publicUrl: string;
}

/** What happened, in one line. Example: `iris: an answer was called wrong, it should have been "2" (serious)`. */
export function writeEventLine(language: MessageLanguage, { event, model, project }: ToldEvent): string {
  const words = EVENT_WORDS[language];
  if (!event) return words.test(project);
  const { feedback, decision } = event;
  const parts = [words.heads[event.event](feedback?.verdict ?? 'wrong')];
  if (feedback?.expected) parts.push(words.expected(feedback.expected));
  if (feedback?.severity) parts.push(words.severities[feedback.severity]);
  if (feedback && feedback.fields.length > 0) parts.push(words.fields(feedback.fields.map(({ field }) => field)));
  if (decision) parts.push(decision.value ? words.label(decision.value) : words.outcomes[decision.outcome]);
  return `${model ?? project}: ${parts.join(', ')}`;
}

/** The body of a message. `id` is the same in every try. */
export function writeEvent(
  { format, language }: { format: Webhook['format']; language: MessageLanguage },
  id: string,
  told: ToldEvent,
): string {
  const { event, project, model, at, publicUrl } = told;
  const url = event ? `${publicUrl}/p/${project}/predictions/${event.rowId}` : `${publicUrl}/p/${project}`;
  const text = writeEventLine(language, told);
  const payload = { id, event: 'test', at: at.toISOString(), ...event, text, url, project, model };
  return writeForReceiver(format, { line: text, url, open: EVENT_WORDS[language].open, payload });
}
