import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FIXTURES, fixtureFile, plainValues, readCases } from '@/lib/pure/onnx/fixtures/read-cases';
import { endlessLoopModel, identityModel } from '@/lib/pure/onnx/hazard-models';
import { stripZipMap } from '@/lib/pure/onnx/strip-zipmap';
import { encodeModel } from '@/lib/pure/onnx/write';
import { bytesOf, type Tensor } from '@/lib/pure/protocols/datatype';
import { readOpenInference } from '@/lib/pure/protocols/open-inference';
import { runnerDefaults } from './defaults';
import { Runner, RunnerError, type RunnerSpec } from './runner';

let folder: string;
const running: Runner[] = [];
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-runner-test-'));
});
afterEach(() => {
  for (const runner of running.splice(0)) runner.kill();
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

let files = 0;
function start(model: Uint8Array, more: Partial<RunnerSpec> = {}): Runner {
  const modelFile = path.join(folder, `${files++}.onnx`);
  fs.writeFileSync(modelFile, model, { mode: 0o444 });
  const runner = new Runner(
    {
      modelFile,
      modelBytes: model.length,
      inputs: [{ name: 'x', datatype: 'FP32' }],
      outputs: [{ name: 'y', datatype: 'FP32' }],
      optimise: true,
      rowByRow: false,
      ...runnerDefaults(),
      ...more,
    },
    15_000,
  );
  running.push(runner);
  return runner;
}
const rows = (...values: number[]): Tensor[] => [
  { name: 'x', datatype: 'FP32', shape: [values.length / 2, 2], data: new Float32Array(values) },
];
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof RunnerError ? error.fault : error),
  );
const isAlive = (pid: number | undefined) => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};
const gone = (pid: number | undefined) => expect.poll(() => isAlive(pid)).toBe(false);

test.each(FIXTURES)('%s answers as onnxruntime for Python did', async (name) => {
  const { signature, cases, rtol, atol } = readCases(name);
  const file = new Uint8Array(fs.readFileSync(fixtureFile(name)));
  const runner = start(name === 'iris_logreg_zipmap' ? await stripZipMap(file) : file, signature);
  const ready = await runner.ready;
  expect(ready.inputNames.toSorted()).toEqual(signature.inputs.map((input) => input.name).toSorted());
  for (const { inputs, outputs } of cases) {
    const { tensors } = readOpenInference(signature, { inputs }, null);
    const result = await runner.run(tensors, 10_000);
    expect(result.outputs.map((output) => [output.name, output.datatype, output.shape])).toEqual(
      outputs.map((output) => [output.name, output.datatype, output.shape]),
    );
    result.outputs.forEach((output, i) => {
      const wanted = outputs[i]?.data ?? [];
      plainValues(output).forEach((value, at) => {
        const expected = wanted[at];
        if (typeof expected === 'number')
          expect(Math.abs(Number(value) - expected)).toBeLessThanOrEqual(atol + rtol * Math.abs(expected));
        else expect(value).toBe(expected);
      });
    });
    expect(result.runUs).toBeGreaterThan(0);
  }
});

test('a run that hangs is killed at its time, and other runners go on', async () => {
  const [hanging, other] = [start(endlessLoopModel()), start(identityModel())];
  const ended: unknown[] = [];
  hanging.onEnd = (fault) => ended.push(fault.kind);
  await Promise.all([hanging.ready, other.ready]);
  const hung = faultOf(hanging.run(rows(1, 2), 400));
  expect((await other.run(rows(3, 4), 5000)).outputs[0]?.data).toEqual(new Float32Array([3, 4]));
  expect(await hung).toMatchObject({ kind: 'timeout' });
  expect([ended, hanging.isAlive]).toEqual([['timeout'], false]);
  await gone(hanging.pid);
  expect(await faultOf(hanging.run(rows(1, 2), 400))).toMatchObject({ kind: 'timeout' });
  expect((await other.run(rows(5, 6), 5000)).outputs[0]?.shape).toEqual([1, 2]);
});

test('calls that wait in the pipe are answered in their order', async () => {
  const runner = start(identityModel());
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => runner.run(rows(i, -i), 10_000)));
  expect(answers.map((answer) => answer.outputs[0]?.data[0])).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

test('carries a call of many megabytes', async () => {
  const runner = start(identityModel());
  const data = new Float32Array(4_000_000).map((_, i) => i % 1000);
  const result = await runner.run([{ name: 'x', datatype: 'FP32', shape: [2_000_000, 2], data }], 20_000);
  // Number by number, `toEqual` takes a quarter of a minute.
  const carried = result.outputs[0]?.data;
  expect(carried instanceof Float32Array && Buffer.compare(bytesOf(carried), bytesOf(data))).toBe(0);
});

test('a file that is no model ends the runner with the library’s reason, for the log', async () => {
  const runner = start(new TextEncoder().encode('no model'));
  const fault = await faultOf(runner.ready);
  expect(fault).toMatchObject({ kind: 'load', reason: expect.stringMatching(/./) });
  await gone(runner.pid);
});

test('an input that the graph refuses fails alone, and the runner goes on', async () => {
  const runner = start(identityModel());
  const wide: Tensor = { name: 'x', datatype: 'FP32', shape: [1, 3], data: new Float32Array(3) };
  expect(await faultOf(runner.run([wide], 5000))).toMatchObject({ kind: 'run' });
  expect((await runner.run(rows(1, 2), 5000)).outputs[0]?.data).toEqual(new Float32Array([1, 2]));
});

test('a death from outside is told to every call that waits', async () => {
  const runner = start(endlessLoopModel());
  await runner.ready;
  const calls = [1, 2].map(() => faultOf(runner.run(rows(1, 2), 30_000)));
  if (runner.pid) process.kill(runner.pid, 'SIGKILL');
  expect(await Promise.all(calls)).toEqual([
    { kind: 'died', reason: 'SIGKILL' },
    { kind: 'died', reason: 'SIGKILL' },
  ]);
});

test('a file for one row is run row by row', async () => {
  const value = (name: string) => ({ name, type: 'FP32' as const, shape: [1, 2] });
  const model = encodeModel({
    graph: {
      nodes: [{ op: 'Add', inputs: ['x', 'x'], outputs: ['y'] }],
      inputs: [value('x')],
      outputs: [value('y')],
    },
  });
  const runner = start(model, { rowByRow: true });
  const result = await runner.run(rows(1, 2, 3, 4, 5, 6), 5000);
  expect(result.outputs).toMatchObject([{ shape: [3, 2], data: new Float32Array([2, 4, 6, 8, 10, 12]) }]);
  expect(await faultOf(start(model).run(rows(1, 2, 3, 4), 5000))).toMatchObject({ kind: 'run' });
});
