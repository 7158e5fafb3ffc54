import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from '@/app/api/test-project';
import { artifacts, listServingRows } from '@/lib/domain/registry';
import { bringFiles } from './bring-files';

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
  await uploadFixture(project, 'diabetes_ridge', 'ridge');
  await uploadFixture(project, 'iris_logreg_zipmap', 'iris');
});

test('a version whose file does not come is out of service until it does; the others go on', async () => {
  const { log, db } = systemCtxOfTest();
  const read = async () => {
    const { rows, isWhole } = await bringFiles(await listServingRows(db, project.id), log);
    return { isWhole, loaded: Object.fromEntries(rows.map((row) => [row.modelName, row.versions[0]?.loaded])) };
  };
  expect(await read()).toEqual({ isWhole: true, loaded: { ridge: true, iris: true } });
  const row = (await listServingRows(db, project.id)).find(({ modelName }) => modelName === 'ridge');
  const file = artifacts().place(project.id, row?.versions[0]?.servedSha256 ?? '');
  fs.renameSync(file, `${file}.away`);
  expect(await read()).toEqual({ isWhole: false, loaded: { ridge: false, iris: true } });
  fs.renameSync(`${file}.away`, file);
  expect(await read()).toEqual({ isWhole: true, loaded: { ridge: true, iris: true } });
});
