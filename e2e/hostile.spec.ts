import fs from 'node:fs';
import { expect, test } from '@playwright/test';
import { byteMutant, structureMutant } from '../lib/pure/onnx/mutants';
import { EXAMPLE_MODELS, exampleFile, readExample } from './example-models';
import { call, makeKey, registerExample } from './operator';

const MUTANTS = 42;
const LANES = 2;
/** Words of the library, of the file system, of the database or of a stack. */
const MACHINE =
  /onnxruntime|ORT_|Status Message|Non-zero status|\.cc:\d|std::|node_modules|\bat [\w.<>]+ \(|\/(proc|tmp|var|home|root|usr)\/|prisma|postgres/i;

let key = '';

/** JSON with a reason, whatever was refused; nothing of the machine in it. */
async function expectRefusal(answer: Response, what: string): Promise<void> {
  const text = await answer.text();
  expect.soft(answer.status, `${what}: ${text}`).toBeLessThan(500);
  expect.soft(answer.headers.get('content-type'), what).toContain('json');
  expect.soft(JSON.parse(text).error, what).toMatch(/./);
  expect.soft(text, what).not.toMatch(MACHINE);
}

const load = (name: string, bytes: Uint8Array) =>
  call(key, 'POST', `/v2/repository/models/${name}/load`, {
    parameters: { config: '{}', 'file:1/model.onnx': Buffer.from(bytes).toString('base64') },
  });

/** Uploads a changed model, calls it where it was taken, and removes it. */
async function tryMutant(at: number): Promise<boolean> {
  const example = EXAMPLE_MODELS[at % EXAMPLE_MODELS.length] ?? 'diabetes_ridge';
  const whole = new Uint8Array(fs.readFileSync(exampleFile(example, 'model.onnx')));
  const isStructure = at % 3 !== 0;
  const bytes = (isStructure ? structureMutant : byteMutant)(whole, at);
  const name = `hostile-${at}`;
  const what = `${isStructure ? 'structure' : 'byte'} mutant ${at} of ${example}`;
  const answer = at % 2 === 0 ? await load(name, bytes) : await call(key, 'PUT', `/api/models/${name}/versions`, bytes);
  if (answer.status >= 300) {
    await expectRefusal(answer, what);
    return false;
  }
  await answer.arrayBuffer();
  const first = readExample(example).cases[0]?.inputs ?? [];
  const inputs = first.map((tensor) => ({
    ...tensor,
    datatype: tensor.data.every((value) => typeof value === 'string') ? 'BYTES' : 'FP32',
  }));
  const predicted = await call(key, 'POST', `/v2/models/${name}/infer`, { inputs });
  if (predicted.status >= 300) await expectRefusal(predicted, `a call of ${what}`);
  else expect.soft((await predicted.json()).outputs, what).toBeInstanceOf(Array);
  expect.soft((await call(key, 'DELETE', `/api/models/${name}?name=${name}`)).status, what).toBeLessThan(300);
  return true;
}

test('changed models are taken or refused with a reason, and the server answers all the while', async () => {
  test.setTimeout(120_000);
  key = makeKey('hostile', 'predict,read,write');
  await registerExample(key, 'diabetes_ridge', 'hostile-witness');
  const [tensor] = readExample('diabetes_ridge').cases[0]?.inputs ?? [];
  const witness = { inputs: [{ ...tensor, datatype: 'FP32' }] };
  let next = 0;
  let taken = 0;
  const lane = async () => {
    while (next < MUTANTS) {
      if (await tryMutant(next++)) taken += 1;
      const answer = await call(key, 'POST', '/v2/models/hostile-witness/infer', witness);
      expect.soft(answer.status, await answer.text()).toBe(200);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  // Both doors were used: some mutants are harmless, most are not.
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(MUTANTS);
  await call(key, 'DELETE', '/api/models/hostile-witness?name=hostile-witness');
});
