import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { madeRows } from '@/lib/pure/trainers/fixtures/made-rows';
import { trainModel } from '@/lib/pure/trainers/train-model';
import type { TrainingSettings } from '@/lib/pure/trainers/training-settings';
import { withInspectedFile } from './inspect-file';
import { probeFile } from './probe-file';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-probe-test-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const parameters = { rounds: 20 };
const CASES: readonly TrainingSettings[] = [
  { algorithm: 'ridge', task: 'regression', seed: 1 },
  { algorithm: 'logistic', task: 'classification', seed: 1 },
  { algorithm: 'gradient-boosting', task: 'regression', parameters, seed: 1 },
  { algorithm: 'gradient-boosting', task: 'classification', parameters, seed: 1 },
];

test.each(CASES)(
  'a file of the built-in trainers is served as it is meant: $algorithm, $task',
  async (settings) => {
    const { columns, signal } = madeRows(300, 7);
    const target = settings.task === 'regression' ? signal : signal.map((value) => (value > 12 ? 'late' : 'on time'));
    const { onnx } = await trainModel({ columns, target }, settings);
    const file = path.join(folder, `${settings.algorithm}-${settings.task}.onnx`);
    fs.writeFileSync(file, onnx, { mode: 0o644 });
    const { probe, signature } = await withInspectedFile(
      file,
      'model.onnx',
      ({ inputs, outputs, rowByRow, rewrite }) => {
        expect(rewrite).toBeNull();
        return probeFile({ file, sizeBytes: onnx.length, inputs, outputs, rowByRow });
      },
    );
    expect([probe.batchInvariant, probe.deterministic]).toEqual([true, true]);
    expect(signature.inputs.filter(({ nullable }) => nullable).map(({ name }) => name)).toEqual([
      'size',
      'sometimes',
      'never',
    ]);
    expect(signature.reading).toEqual(
      settings.task === 'regression'
        ? { task: 'regression', value: 'variable' }
        : {
            task: 'classification',
            label: 'label',
            probabilities: 'probabilities',
            classes: ['late', 'on time'],
          },
    );
  },
  60_000,
);
