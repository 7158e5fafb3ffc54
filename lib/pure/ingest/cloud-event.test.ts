import { expect, test } from 'vitest';
import { readBinaryEvent, readStructuredEvent } from './cloud-event';

const headers = (given: Record<string, string>) => (name: string) => given[name] ?? null;

test('reads the events of KServe, of its Python server and of Seldon', () => {
  const kserve = { 'ce-specversion': '1.0', 'ce-id': 'a', 'ce-type': 'org.kubeflow.serving.inference.request' };
  expect(readBinaryEvent(headers({ ...kserve, 'ce-time': '2026-11-01T00:00:00Z' }), { instances: [] })).toEqual({
    place: 'The event',
    id: 'a',
    side: 'request',
    time: '2026-11-01T00:00:00Z',
    payload: { instances: [] },
  });
  expect(readBinaryEvent(headers({ ...kserve, 'ce-type': 'io.kserve.inference.response' }), 1)).toMatchObject({
    side: 'response',
    time: null,
  });
  const seldon = { ...kserve, 'ce-type': 'io.seldon.serving.inference.request', 'ce-requestid': 'call' };
  expect(readBinaryEvent(headers(seldon), 1)).toMatchObject({ id: 'call', side: 'request' });
});

test('reads data as JSON, as text and as base64', () => {
  const event = { specversion: '1.0', id: 'a', type: 'org.kubeflow.serving.inference.response' };
  const payload = { predictions: [1] };
  const text = JSON.stringify(payload);
  for (const data of [{ data: payload }, { data: text }, { data_base64: Buffer.from(text).toString('base64') }])
    expect(readStructuredEvent({ ...event, ...data }, 'Event 0').payload).toEqual(payload);
});

test('refuses what is no inference event', () => {
  const event = { specversion: '1.0', id: 'a', type: 'org.kubeflow.serving.inference.request', data: 1 };
  const read = (more: object) => () => readStructuredEvent({ ...event, ...more }, 'Event 3');
  expect(read({ type: 'com.example.order' })).toThrow('Event 3, type: it is no inference request or response');
  expect(read({ id: '' })).toThrow('Event 3, id: an event has an id');
  expect(read({ id: 'x'.repeat(300) })).toThrow('Event 3, id');
  expect(read({ data: undefined })).toThrow('Event 3, data: the event has no data');
  expect(read({ data: '{' })).toThrow('Event 3, data: it is no JSON');
  expect(read({ specversion: undefined })).toThrow('Event 3, specversion');
  expect(() => readStructuredEvent([], 'Event 3')).toThrow('Event 3');
});
