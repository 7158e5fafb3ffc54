import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { artifacts } from '@/lib/domain/registry';
import { admitFile } from '@/lib/domain/validation';
import { encodeModel } from '@/lib/pure/onnx/write';
import { createTestProject, type TestProject } from './test-project';

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});

test('a file whose texts hold NUL is taken, and shows where they stood', async () => {
  const value = (name: string) => ({ name, type: 'FP32' as const, shape: ['ba\0tch', 1] });
  const file = artifacts().temporary();
  fs.writeFileSync(
    file,
    encodeModel({
      producerName: 'ma\0ker',
      metadata: [{ key: 'no\0te', value: 'a\0b' }],
      graph: {
        nodes: [{ op: 'Neg', inputs: ['x'], outputs: ['y'] }],
        initializers: [],
        inputs: [value('x')],
        outputs: [value('y')],
      },
    }),
  );
  const made = await admitFile(project.as('scientist'), {
    projectId: project.id,
    modelName: 'nul',
    file,
    filename: 'nul.onnx',
  });
  expect(made.version.number).toBe(1);
  expect(JSON.stringify(made.version)).toContain('ma\ufffdker');
});
