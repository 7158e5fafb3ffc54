import { beforeAll, expect, test } from 'vitest';
import { insertArtifact } from '@/lib/domain/registry';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});

test('the same file is taken under many names at once, and kept once', async () => {
  const names = Array.from({ length: 6 }, (_, i) => `same-${i}`);
  const made = await Promise.allSettled(names.map((name) => uploadFixture(project, 'iris_logreg_zipmap', name)));
  expect(made.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))).toEqual([]);
  const ctx = project.as('scientist');
  const one = { projectId: project.id, sizeBytes: 1, filename: 'x.onnx' };
  for (let round = 0; round < 20; round += 1) {
    const sha256 = round.toString(16).padStart(64, '0');
    await Promise.all(names.map(() => insertArtifact(ctx, { ...one, sha256 })));
  }
  expect(await systemCtxOfTest().db.artifact.count({ where: { projectId: project.id } })).toBeGreaterThan(20);
});
