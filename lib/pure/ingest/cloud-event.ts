import { IngestFault } from './ingest-fault';
import { type Fields, isObject } from './sent-row';

/** One side of a call, as an event of KServe's or Seldon's logger says it. */
export interface EventHalf {
  place: string;
  id: string;
  side: 'request' | 'response';
  /** As the event wrote it; null where it did not. */
  time: string | null;
  payload: unknown;
}

/** KServe: org.kubeflow.serving.inference.request; its Python server io.kserve.inference.response; Seldon io.seldon.serving.inference.request. */
const TYPE = /^(?:[\w-]+\.)+inference\.(request|response)$/;
const MAX_ID = 256;

/** An event in structured mode: one JSON object with `specversion`. Throws IngestFault. */
export function readStructuredEvent(event: unknown, place: string): EventHalf {
  if (!isObject(event) || typeof event.specversion !== 'string')
    throw new IngestFault(place, 'specversion', 'a CloudEvent is an object with a specversion');
  return halfOf(event, place, payloadOf(event, place));
}

/** An event in binary mode: its attributes are headers that begin with `ce-`, its payload the body. Throws IngestFault. */
export function readBinaryEvent(header: (name: string) => string | null, payload: unknown): EventHalf {
  const attributes = { id: header('ce-id'), type: header('ce-type'), time: header('ce-time') };
  // Seldon's own servers name the call here, and each event by an id of its own.
  const request = header('ce-requestid');
  return halfOf({ ...attributes, ...(request ? { requestid: request } : {}) }, 'The event', payload);
}

function halfOf(event: Fields, place: string, payload: unknown): EventHalf {
  const id = event.requestid ?? event.id;
  if (typeof id !== 'string' || id === '' || id.length > MAX_ID)
    throw new IngestFault(
      place,
      'id',
      `an event has an id of 1 to ${MAX_ID} characters, the same of request and response`,
    );
  const side = typeof event.type === 'string' ? TYPE.exec(event.type)?.[1] : undefined;
  if (side !== 'request' && side !== 'response')
    throw new IngestFault(
      place,
      'type',
      'it is no inference request or response, such as org.kubeflow.serving.inference.request',
    );
  return { place, id, side, time: typeof event.time === 'string' ? event.time : null, payload };
}

function payloadOf(event: Fields, place: string): unknown {
  if (event.data !== undefined) return typeof event.data === 'string' ? parse(event.data, place) : event.data;
  if (typeof event.data_base64 !== 'string') throw new IngestFault(place, 'data', 'the event has no data');
  return parse(Buffer.from(event.data_base64, 'base64').toString('utf8'), place);
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new IngestFault(place, 'data', 'it is no JSON');
  }
}
