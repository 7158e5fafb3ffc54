import { type EventHalf, readBinaryEvent, readStructuredEvent } from '@/lib/pure/ingest/cloud-event';
import { IngestFault } from '@/lib/pure/ingest/ingest-fault';
import { aboutResponse, type PayloadShape, requestRows, responseRows } from '@/lib/pure/ingest/payload-rows';
import { ROW_NAMES, rowOf, type SentCall } from '@/lib/pure/ingest/sent-row';
import { parseDocument } from './read-sent';
import type { SentBody, SentForm } from './sent-body';

const MAX_EVENTS = 1000;

/** The events of a body. Throws IngestFault and AppError. */
export function readEvents(body: SentBody, form: SentForm): EventHalf[] {
  const json = parseDocument(body.bytes);
  if (form === 'event') return [readBinaryEvent(body.header, json)];
  if (form === 'event-structured') return [readStructuredEvent(json, 'The event')];
  if (!Array.isArray(json)) throw new IngestFault('The body', null, 'a batch is a list of events');
  if (json.length > MAX_EVENTS) throw new IngestFault('The body', null, `a batch has ${MAX_EVENTS} events at most`);
  return json.map((event, i) => readStructuredEvent(event, `Event ${i}`));
}

/** Both sides of a call as its rows. */
export function joinHalves(one: EventHalf, other: EventHalf, shape: PayloadShape): SentCall {
  const { place, id } = one;
  const [request, response] = one.side === 'request' ? [one, other] : [other, one];
  const about = aboutResponse(response.payload);
  // What was asked may be what was wrong: it is not read.
  if (about.error !== undefined)
    return { place, id, rows: [rowOf({ ...about, time: request.time }, ROW_NAMES, place)] };
  const inputs = requestRows(request.payload, shape, place);
  const answers = responseRows(response.payload, shape, inputs.length, place);
  return {
    place,
    id,
    rows: inputs.map((row, i) =>
      rowOf(
        { ...answers[i], ...about, ...contextOf(row), inputs: inputsOf(row), time: request.time },
        ROW_NAMES,
        place,
      ),
    ),
  };
}

const isContext = ([name]: [string, unknown]) => name.startsWith('context.');
const contextOf = (row: object) => Object.fromEntries(Object.entries(row).filter(isContext));
const inputsOf = (row: object) => Object.fromEntries(Object.entries(row).filter((entry) => !isContext(entry)));
