import type { Model } from '@/lib/domain/registry/schema';
import { callRoute } from './call-route';
import { systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

/** A model with two versions of iris, of which the first is champion. */
export async function makePromotable(project: TestProject, name: string): Promise<Model> {
  const { model } = await uploadFixture(project, 'iris_logreg_zipmap', name);
  await uploadFixture(project, 'iris_logreg_zipmap', name);
  await systemCtxOfTest().db.model.update({ where: { id: model.id }, data: { champion: 1 } });
  return model;
}

/** Saves how versions of a project are promoted. */
export async function savePromotionRules(project: TestProject, content: object): Promise<void> {
  const saved = await callRoute('PUT', '/api/promotion-rules', {
    headers: { authorization: `Bearer ${project.keys.admin}`, 'x-project': project.id },
    body: content,
  });
  if (saved.status !== 200) throw new Error(`the rules were not saved: ${await saved.text()}`);
}
