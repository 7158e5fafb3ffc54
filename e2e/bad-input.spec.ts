import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { endlessLoopModel } from '../lib/pure/onnx/hazard-models';
import { encodeModel } from '../lib/pure/onnx/write';
import { exampleFile, readExample } from './example-models';
import { ask, call, makeKey, registerExample } from './operator';
import { openAs, SLUG } from './people';

/** Serves all the while: one wide input without column names. */
const WIDE = 'bad-input-wide';
/** Serves all the while: one input per column. */
const NAMED = 'bad-input-named';
/** The name that every bad file asks for, and never gets. */
const REFUSED = 'bad-input-refused';
const ROW = [5.1, 3.5, 1.4, 0.2];
const TENSOR = { name: 'X', shape: [1, 4], datatype: 'FP32', data: ROW };

let key = '';
const blobs = path.join(process.env.E2E_DATA ?? '', 'blobs');

/** Everything that a refused file could have left: files of the store, rows of the registry. */
const traces = async () => ({
  files: fs.readdirSync(blobs, { recursive: true, encoding: 'utf8' }).sort(),
  rows: await ask(
    `select (select count(*)::int from models where name = $1) as models,
            (select count(*)::int from versions join models on models.id = model_id where models.name = $1) as versions,
            (select count(*)::int from artifacts) as artifacts`,
    [REFUSED],
  ),
});

/** The server answers, and answers this model. */
async function expectServing(): Promise<void> {
  expect((await fetch(`${process.env.E2E_URL}/api/health/ready`)).status).toBe(200);
  const answer = await call(key, 'POST', `/api/models/${WIDE}/predict`, { rows: [{ X: ROW }] });
  expect(answer.status, await answer.clone().text()).toBe(200);
  expect((await answer.json()).predictions[0].label).toBe('0');
}

test.beforeAll(async () => {
  key = makeKey('bad-input', 'predict,read,write');
  for (const name of [WIDE, NAMED, REFUSED]) await call(key, 'DELETE', `/api/models/${name}?name=${name}`);
  await registerExample(key, 'iris_logreg_zipmap', WIDE);
  await registerExample(key, 'mixed_columns', NAMED);
});

const pickled = (name: string) =>
  fs.readFileSync(path.resolve(import.meta.dirname, '../lib/pure/pickle/fixtures', name));
const whole = fs.readFileSync(exampleFile('breast_cancer_histgb', 'model.onnx'));
const weightsElsewhere = () => {
  const ends = { type: 'FP32', shape: [-1, 2] } as const;
  return encodeModel({
    graph: {
      nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
      inputs: [{ name: 'x', ...ends }],
      outputs: [{ name: 'y', ...ends }],
      initializers: [{ name: 'w', type: 'FP32', dims: [2], data: [], externalLocation: 'weights.bin' }],
    },
  });
};
/** A zip that holds hello.txt and nothing of a model. */
const ZIP = `UEsDBBQAAAAAAAAAIQCGphA2BQAAAAUAAAAJAAAAaGVsbG8udHh0aGVsbG9QSwECFAMUAAAAAAAAACEAhqYQNgUAAAAFAAAACQAAAAAAAAAAAAAA
gAEAAAAAaGVsbG8udHh0UEsFBgAAAAABAAEANwAAACwAAAAAAA==`;

interface BadFile {
  what: string;
  filename: string;
  bytes: Uint8Array;
  status: number;
  /** What a program reads. */
  says: RegExp;
  /** What a person reads on the page of the upload. */
  shows: (string | RegExp)[];
  /** What must not be said of it. */
  never?: RegExp;
}

const FILES: BadFile[] = [
  {
    what: 'an empty file',
    filename: 'empty.onnx',
    bytes: new Uint8Array(),
    status: 400,
    says: /body is empty/,
    shows: ['The file is empty. Export the model again and choose that file.'],
  },
  {
    what: 'a truncated model',
    filename: 'half.onnx',
    bytes: whole.subarray(0, whole.length / 2),
    status: 422,
    says: /ends in the middle of a field, at byte \d+ of \d+\. Upload it again\./,
    shows: [/The file ends in the middle of a field, at byte \d+ of [\d,]+\./, /Upload the file again/],
  },
  {
    what: 'random bytes',
    filename: 'random.onnx',
    bytes: Buffer.concat([Buffer.from([0xff, 0xff]), randomBytes(100_000)]),
    status: 422,
    says: /not an ONNX model/,
    shows: [/This is not an ONNX file: it starts like nothing that is known here\./, /upload the \.onnx file/],
  },
  {
    what: 'a zip',
    filename: 'packed.onnx',
    bytes: Buffer.from(ZIP, 'base64'),
    status: 422,
    says: /not an ONNX model: it looks like a zip archive/,
    shows: [/This is not an ONNX file: it starts like a zip\./, 'torch.onnx.export('],
    never: /pickle\.load|is a pickle/,
  },
  {
    what: '10 MB of text',
    filename: 'novel.onnx',
    bytes: Buffer.alloc(10 * 1024 * 1024, 'It was a dark and stormy night.\n'),
    status: 422,
    says: /not an ONNX model: it looks like plain text/,
    shows: [/This is not an ONNX file: it starts like plain text\./, /Export the model as ONNX where it was trained/],
  },
  {
    what: 'a model whose weights are in another file',
    filename: 'elsewhere.onnx',
    bytes: weightsElsewhere(),
    status: 422,
    says: /weights of "w" are in another file\. .*save_as_external_data=False/,
    shows: ['The weights of “w” are in another file.', 'onnx.save_model(onnx.load("elsewhere.onnx")'],
  },
  {
    what: 'a model that never answers',
    filename: 'endless.onnx',
    bytes: endlessLoopModel(),
    status: 422,
    says: /did not answer a trial row .* it may loop without end/,
    shows: ['The model did not load and answer a trial row in the time for checks; it may loop without end.'],
  },
  {
    what: 'a pickle',
    filename: 'iris.pkl',
    bytes: pickled('iris-logistic.pkl'),
    status: 422,
    says: /is a pickle\. .*never opened\. .*LogisticRegression.*pip install skl2onnx .*to_onnx\(model, X\[:1\]/,
    shows: [
      'Opening a pickle can run code, so it was only looked into.',
      'sklearn.linear_model._logistic.LogisticRegression',
      'pip install skl2onnx',
      'from skl2onnx import to_onnx',
      "open('iris.onnx', 'wb').write(onnx_model.SerializeToString())",
    ],
  },
  {
    what: 'a pickle that runs a command',
    filename: 'gift.pkl',
    bytes: pickled('malicious-os-system.pkl'),
    status: 422,
    says: /It would import posix\.system, which no model needs\. Do not open it anywhere/,
    shows: [/Do not open it anywhere; ask whoever sent it\./, 'posix.system'],
    never: /pickle\.load/,
  },
];

for (const { what, filename, bytes, status, says, never } of FILES)
  test(`${what} is refused by the API with its reason, and leaves nothing`, async () => {
    const before = await traces();
    const answer = await call(key, 'PUT', `/api/models/${REFUSED}/versions?filename=${filename}`, bytes);
    const problem = await answer.json();
    expect(answer.status, problem.detail).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(problem).toMatchObject({ status, error: problem.detail, requestId: expect.stringMatching(/./) });
    expect(problem.detail).toMatch(says);
    if (never) expect(JSON.stringify(problem)).not.toMatch(never);
    expect(await traces()).toEqual(before);
    await expectServing();
  });

for (const { what, filename, bytes, shows, never } of FILES)
  test(`${what} is explained on the page, and leaves nothing`, async ({ browser }) => {
    const before = await traces();
    const page = await openAs(browser, 'scientist');
    await page.goto(`/p/${SLUG}/models/new`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: filename, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
    if (bytes.length > 0) {
      await page.getByLabel('Name of the model').fill(REFUSED);
      await page.getByRole('button', { name: 'Upload model' }).click();
      await expect(page.getByRole('main').getByRole('alert')).toContainText(`${filename} was refused.`, {
        timeout: 30_000,
      });
    }
    for (const text of shows) await expect(page.locator('main').getByText(text).first()).toBeVisible();
    if (never) await expect(page.locator('main').getByText(never)).toHaveCount(0);
    if (bytes.length > 0) await page.getByRole('button', { name: 'Choose another file' }).click();
    else await expect(page.getByRole('button', { name: 'Upload model' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
    expect(await traces()).toEqual(before);
    await page.context().close();
  });

test('a file of another kind is refused before it is sent', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/new`);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('notes') });
  await expect(page.getByText('notes.txt is not one of: .onnx, .pkl, .pickle, .joblib.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Upload model' })).toHaveCount(0);
  await page.context().close();
});

/** A call whose body is announced with `length` bytes, of which only the first few are ever sent. */
const announce = (method: string, address: string, length: number) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = http.request(`${process.env.E2E_URL}${address}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': method === 'PUT' ? 'application/octet-stream' : 'application/json',
        'content-length': String(length),
      },
      timeout: 10_000,
    });
    request.on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece) => {
        text += piece;
      });
      answer.on('end', () => {
        request.destroy();
        resolve({ status: answer.statusCode ?? 0, text });
      });
    });
    request.on('timeout', () => reject(new Error('the server waits for the bytes')));
    request.on('error', reject);
    request.write(Buffer.alloc(1024));
  });

test('a file above the limit is refused by its size, before its bytes are sent', async () => {
  const before = await traces();
  for (const size of [2 ** 31, 3 * 1024 ** 3]) {
    const { status, text } = await announce('PUT', `/api/models/${REFUSED}/versions`, size);
    expect(status).toBe(413);
    expect(JSON.parse(text).detail).toBe('The file is larger than the limit of 2,147,483,647 bytes.');
  }
  const announced = await call(key, 'POST', '/api/uploads', {
    model: REFUSED,
    filename: 'large.onnx',
    sizeBytes: 3 * 1024 ** 3,
  });
  expect(announced.status).toBe(413);
  expect((await announced.json()).detail).toMatch(/larger than the limit of 2,147,483,647 bytes/);
  const rows = await announce('POST', `/api/models/${WIDE}/predict`, 11 * 1024 * 1024);
  expect(rows.status).toBe(413);
  expect(rows.text).toContain('larger than the limit of 10 MB');
  expect(await traces()).toEqual(before);
  await expectServing();
});

test('an upload that is cut off half way leaves nothing', async () => {
  const before = await traces();
  const { hostname, port, host } = new URL(process.env.E2E_URL ?? '');
  const incoming = () => fs.readdirSync(path.join(blobs, 'incoming')).length;
  const waiting = incoming();
  const socket = net.connect(Number(port), hostname);
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  socket.write(
    [
      `PUT /api/models/${REFUSED}/versions HTTP/1.1`,
      `Host: ${host}`,
      `Authorization: Bearer ${key}`,
      'Content-Type: application/octet-stream',
      `Content-Length: ${whole.length}`,
      '',
      '',
    ].join('\r\n'),
  );
  socket.write(whole.subarray(0, whole.length / 2));
  await expect.poll(incoming, { message: 'the half has arrived' }).toBe(waiting + 1);
  socket.destroy();
  await expect.poll(traces).toEqual(before);
  await expectServing();
});

test('parts that do not fit their upload are refused', async () => {
  const before = await traces();
  const created = await call(key, 'POST', '/api/uploads', { model: REFUSED, filename: 'parts.onnx', sizeBytes: 100 });
  expect(created.status).toBe(201);
  const { id } = await created.json();
  const part = (range: string, bytes: number) =>
    fetch(`${process.env.E2E_URL}/api/uploads/${id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream', 'content-range': range },
      body: new Uint8Array(bytes),
    });
  const tries = [
    { answer: await part('bytes 50-99/100', 50), status: 409, says: 'The next byte wanted is 0.' },
    { answer: await part('bytes 0-9/200', 10), status: 400, says: 'announced with 100 bytes in all' },
    { answer: await part('bytes 0-9/100', 5), status: 400, says: 'Content-Length says 5 bytes' },
    { answer: await part('bytes 9-0/100', 5), status: 400, says: 'Content-Range' },
    { answer: await part('all of it', 5), status: 400, says: 'Content-Range as "bytes first-last/total"' },
  ];
  for (const { answer, status, says } of tries) {
    expect.soft(answer.status, says).toBe(status);
    expect.soft((await answer.json()).detail).toContain(says);
  }
  expect((await call(key, 'DELETE', `/api/uploads/${id}`)).status).toBe(200);
  expect(await traces()).toEqual(before);
});

/** A call of a model with a body as it is: not everything that is sent is JSON. */
const send = (address: string, body: string, contentType = 'application/json') =>
  fetch(`${process.env.E2E_URL}${address}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': contentType },
    body,
  });

interface BadCall {
  what: string;
  address: string;
  body: string;
  contentType?: string;
  status: number;
  says: RegExp;
  /** The field that the problem names for a program. */
  field?: string;
}

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

function calls(): BadCall[] {
  const wide = `/api/models/${WIDE}/predict`;
  const named = `/api/models/${NAMED}/predict`;
  const infer = `/v2/models/${WIDE}/infer`;
  const { columns, cases } = readExample('mixed_columns');
  const good = Object.fromEntries(columns.map((name, at) => [name, cases[0]?.inputs[at]?.data[0]]));
  const rows = (...list: unknown[]) => JSON.stringify({ rows: list });
  const tensors = (...list: unknown[]) => JSON.stringify({ inputs: list });
  const { age: _age, ...ageless } = good;
  const badRow = (what: string, row: unknown, field: string, says: RegExp): BadCall => ({
    what,
    address: named,
    body: rows(good, row),
    status: 422,
    field: `rows.1.${field}`,
    says,
  });
  return [
    badRow('a missing field', ageless, 'age', /age: it is missing/),
    badRow('an extra field', { ...good, shoe: 44 }, 'shoe', /shoe: the model has no such field/),
    badRow('a text for a number', { ...good, bmi: 'heavy' }, 'bmi', /bmi: "heavy" is not a number/),
    badRow('a number for a text', { ...good, sex: 7 }, 'sex', /sex: 7 is not text/),
    badRow('half a whole number', { ...good, age: 41.5 }, 'age', /age: 41\.5 is not a 64-bit integer/),
    badRow('null for a whole number', { ...good, age: null }, 'age', /age: null/),
    badRow('a list for one value', { ...good, bmi: [1, 2] }, 'bmi', /bmi: /),
    { what: 'null', address: wide, body: rows({ X: [null, 1, 1, 1] }), status: 422, says: /X: null is not taken/ },
    {
      what: 'NaN, which is no JSON',
      address: wide,
      body: '{"rows":[{"X":[NaN,1,1,1]}]}',
      status: 400,
      says: /is no JSON/,
    },
    {
      what: 'rows of different lengths',
      address: wide,
      body: rows({ X: ROW }, { X: ROW.slice(1) }),
      status: 422,
      field: 'rows.1.X',
      says: /X: it has the shape \[3\]; the model wants \[4\]/,
    },
    { what: 'a row that is no object', address: wide, body: rows(ROW), status: 422, says: /row 0 is not an object/ },
    { what: 'no rows', address: wide, body: '{}', status: 422, field: 'rows', says: /rows: it must be a list/ },
    {
      what: '10,001 rows',
      address: wide,
      body: rows(...Array.from({ length: 10_001 }, () => ({ X: ROW }))),
      status: 413,
      says: /rows: 10001 rows are more than the 10000/,
    },
    {
      what: 'nesting of 10,000 levels',
      address: wide,
      body: `{"rows":${nested(10_000)}}`,
      status: 400,
      says: /nested deeper than 32 levels/,
    },
    {
      what: 'nesting of 33 levels',
      address: wide,
      body: `{"rows":[{"X":${nested(33)}}]}`,
      status: 400,
      says: /nested deeper than 32 levels/,
    },
    {
      what: 'another content type',
      address: wide,
      body: rows({ X: ROW }),
      contentType: 'text/plain',
      status: 415,
      says: /content type text\/plain is not taken; send application\/json/,
    },
    {
      what: 'half a document',
      address: wide,
      body: '{"rows":[{"X":[1,2',
      status: 400,
      says: /is no JSON: .*cut off/,
    },
    { what: 'no body', address: wide, body: '', status: 400, says: /body is empty/ },
    { what: 'a missing tensor', address: infer, body: tensors(), status: 400, says: /X: it is missing/ },
    {
      what: 'an extra tensor',
      address: infer,
      body: tensors(TENSOR, { ...TENSOR, name: 'Y' }),
      status: 400,
      says: /Y: the model has no such input/,
    },
    {
      what: 'a text in a tensor of numbers',
      address: infer,
      body: tensors({ ...TENSOR, data: ['a', 1, 1, 1] }),
      status: 400,
      says: /X: "a" is not a number/,
    },
    {
      what: 'another datatype',
      address: infer,
      body: tensors({ ...TENSOR, datatype: 'INT32', data: [1, 1, 1, 1] }),
      status: 400,
      says: /X: its datatype is INT32; the model wants FP32/,
    },
    {
      what: 'null in a tensor',
      address: infer,
      body: tensors({ ...TENSOR, data: [null, 1, 1, 1] }),
      status: 400,
      says: /X: null is not taken/,
    },
    {
      what: 'NaN in a tensor, which is no JSON',
      address: infer,
      body: tensors(TENSOR).replace('5.1', 'NaN'),
      status: 400,
      says: /is no JSON/,
    },
    {
      what: 'ragged data',
      address: infer,
      body: tensors({ ...TENSOR, shape: [2, 4], data: [ROW, ROW.slice(1)] }),
      status: 400,
      says: /X: its data is ragged/,
    },
    {
      what: 'more data than the shape holds',
      address: infer,
      body: tensors({ ...TENSOR, data: [...ROW, 1] }),
      status: 400,
      says: /X: its shape \[1, 4\] asks for 4 values, and data holds 5/,
    },
    {
      what: 'a shape of 1e12 rows',
      address: infer,
      body: tensors({ ...TENSOR, shape: [1e12, 4] }),
      status: 400,
      says: /X: its shape \[1000000000000, 4\] asks for more values than a request can hold/,
    },
    {
      what: 'a shape of a negative size',
      address: infer,
      body: tensors({ ...TENSOR, shape: [-1, 4] }),
      status: 400,
      says: /X: dimension 0 of its shape/,
    },
    {
      what: 'data nested 10,000 levels deep',
      address: infer,
      body: tensors(TENSOR).replace(JSON.stringify(ROW), nested(10_000)),
      status: 400,
      says: /nested deeper than 32 levels/,
    },
    {
      what: 'parameters nested 33 levels deep',
      address: infer,
      body: tensors(TENSOR).replace('{', `{"parameters":{"deep":${nested(33)}},`),
      status: 400,
      says: /nested deeper than 32 levels/,
    },
    {
      what: 'another content type for tensors',
      address: infer,
      body: tensors(TENSOR),
      contentType: 'text/csv',
      status: 415,
      says: /content type text\/csv is not taken/,
    },
  ];
}

for (const { what, address, body, contentType, status, says, field } of calls())
  test(`${what} is answered with field and reason (${address.split('/').at(-1)})`, async () => {
    const answer = await send(address, body, contentType);
    const text = await answer.text();
    expect(answer.status, text.slice(0, 500)).toBe(status);
    const problem = JSON.parse(text);
    expect(problem.error).toMatch(says);
    expect(problem.error.length).toBeLessThan(600);
    expect(text).not.toMatch(/node_modules|\.ts\b|\bat \w+ \(|onnxruntime/i);
    if (field) expect(problem.invalidParams.map(({ name }: { name: string }) => name)).toContain(field);
    await expectServing();
  });

test('one bad row of many is named by its number', async () => {
  const list = Array.from({ length: 5 }, (_, at) => ({ X: at === 3 ? ['a', 1, 1, 1] : ROW }));
  const answer = await call(key, 'POST', `/api/models/${WIDE}/predict`, { rows: list });
  expect(answer.status).toBe(422);
  const { invalidParams } = await answer.json();
  expect(invalidParams.map(({ name }: { name: string }) => name)).toEqual(['rows.3.X']);
});

test('a refused call is in the log of failures with its reason, and not among the predictions', async () => {
  const answer = await call(key, 'POST', `/api/models/${NAMED}/predict`, { rows: [{}] });
  const { requestId } = await answer.json();
  await expect
    .poll(() => ask('select status, message from prediction_errors where request_id = $1', [requestId]))
    .toEqual([{ status: 422, message: expect.stringContaining('it is missing') }]);
  const logged = await ask(
    'select 1 from predictions join models on models.id = model_id where models.name = $1 limit 1',
    [NAMED],
  );
  expect(logged).toEqual([]);
});
