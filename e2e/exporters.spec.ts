import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { hasRows } from '@/lib/pure/protocols/answer';
import { type Tensor, valueAt } from '@/lib/pure/protocols/datatype';
import { type Answer, askByRows, askInBinary, askInJson, namedRows, type Place } from './exporters/ask-model';
import { findDifference, isClose } from './exporters/compare-tensors';
import { MODEL_NAMES, type ModelCase, makeModels, readCase } from './exporters/model-cases';
import { admin, call } from './operator';

const TOLERANCE = { relative: 1e-5, absolute: 1e-5 };

function expectSame(answer: Answer, wanted: readonly Tensor[], how: string) {
  expect(answer.ok ? '' : `${how}: ${answer.status} ${answer.text}`).toBe('');
  if (answer.ok) expect(findDifference(answer.outputs, wanted, TOLERANCE), how).toBeNull();
}

/** What a friendly row says of an output, held against the same row of the tensor. */
function expectRow(
  prediction: Record<string, unknown>,
  outputs: readonly Tensor[],
  { row, rows }: { row: number; rows: number },
  reading: ModelCase['reading'],
) {
  const valuesOf = (tensor: Tensor) => {
    const width = tensor.data.length / (tensor.shape[0] || 1);
    return Array.from({ length: width }, (_, i) => valueAt(tensor, row * width + i));
  };
  const expectClose = (given: unknown, wanted: unknown, what: string) =>
    expect(isClose(Number(given), Number(wanted), TOLERANCE), `${what}: ${given} instead of ${wanted}`).toBe(true);
  const find = (name: unknown) => outputs.find((output) => output.name === name);
  const [label, scores, number] = [find(reading?.label), find(reading?.probabilities), find(reading?.value)];
  if (label) expect(prediction.label).toBe(String(valuesOf(label)[0]));
  if (scores) {
    // By name, because an object of JSON puts whole numbers among its keys first.
    const given = prediction.probabilities as Record<string, number>;
    const classes = (reading?.classes ?? []) as string[];
    for (const [i, value] of valuesOf(scores).entries())
      expectClose(given[classes[i] ?? ''], value, `class ${classes[i]}`);
  }
  if (number) expectClose(prediction.value, valuesOf(number)[0], 'value');
  if (reading?.task !== 'tensors') return;
  const given = prediction.outputs as Record<string, unknown[]>;
  expect(Object.keys(given)).toEqual(outputs.map((output) => output.name));
  for (const output of outputs.filter((output) => hasRows(output, rows)))
    for (const [i, value] of valuesOf(output).entries()) {
      const one = given[output.name]?.[i];
      if (typeof value === 'string') expect(one).toBe(value);
      else expectClose(one, value, output.name);
    }
}

if (process.env.WITHOUT_PYTHON !== '1') {
  let folder = '';
  let place: Place;

  test.beforeAll(() => {
    // The first run on a machine fetches the packages and makes the models.
    test.setTimeout(600_000);
    folder = makeModels();
    const project = `Real exporters ${randomUUID()}`;
    admin('project', 'create', project);
    const key = admin(
      'key',
      'create',
      '--name',
      'exporters',
      '--scopes',
      'predict,read,write,admin',
      '--project',
      project,
    );
    place = { url: String(process.env.E2E_URL), key };
  });

  test('every model that the scripts make is tried', () => {
    expect(fs.readdirSync(folder).sort()).toEqual([...MODEL_NAMES].sort());
  });

  for (const name of MODEL_NAMES)
    test(`${name} answers as onnxruntime for Python does`, async () => {
      const wanted = readCase(folder, name);
      const file = fs.readFileSync(path.join(folder, name, 'model.onnx'));
      const upload = await call(place.key, 'PUT', `/api/models/${name}/versions`, new Uint8Array(file));
      const said = await upload.json();
      if (wanted.refused) {
        expect(upload.status, JSON.stringify(said)).toBe(422);
        expect(said.reason ?? said.code).toBe(wanted.refused);
        return;
      }
      expect(upload.status, JSON.stringify(said)).toBe(201);
      try {
        await expectDescribed(name, wanted);
        for (const { inputs, outputs } of wanted.calls) {
          expectSame(await askInJson(place, name, inputs), outputs, 'in JSON');
          expectSame(await askInBinary(place, name, inputs), outputs, 'in binary');
          await expectRows(name, inputs, outputs, wanted);
        }
      } finally {
        await call(place.key, 'POST', `/v2/repository/models/${name}/unload`);
      }
    });

  async function expectDescribed(name: string, wanted: ModelCase) {
    const metadata = await (await call(place.key, 'GET', `/v2/models/${name}`)).json();
    for (const side of ['inputs', 'outputs'] as const) {
      const described = metadata[side].map((tensor: Tensor) => [tensor.name, tensor.datatype, tensor.shape]);
      expect(described, side).toEqual(wanted.metadata[side]);
    }
    if (!wanted.reading) return;
    const version = await (await call(place.key, 'GET', `/api/models/${name}/versions/1`)).json();
    expect(version.signature.reading).toEqual(wanted.reading);
  }

  async function expectRows(name: string, inputs: Tensor[], outputs: Tensor[], wanted: ModelCase) {
    const rows = namedRows(inputs, (input) =>
      wanted.metadata.inputs.some(([known, , shape]) => known === input && shape.length > 0 && (shape[0] ?? 0) <= 1),
    );
    if (rows === null) return;
    const { status, text } = await askByRows(place, name, rows);
    expect(status, text).toBe(200);
    const { predictions } = JSON.parse(text);
    expect(predictions).toHaveLength(inputs[0]?.shape[0] ?? 0);
    for (const [row, prediction] of predictions.entries())
      expectRow(prediction, outputs, { row, rows: predictions.length }, wanted.reading);
  }
}
