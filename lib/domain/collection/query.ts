import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { asFingerprint } from '@/lib/platform/fingerprint';
import type { DatasetQuery } from '../datasets/schema';
import type { Permission } from '../people';
import { getModel } from '../registry';
import type { Model } from '../registry/schema';
import { type LoggedColumns, loggedColumns } from './logged-columns';
import type { LogQuery } from './schema';

/** A query of a person with all that is needed to ask it again, its model and its columns. Throws 422 for an input that no version has. */
export async function pinQuery(
  ctx: Ctx,
  query: LogQuery,
  permission: Permission,
): Promise<{ model: Model; pinned: DatasetQuery; logged: LoggedColumns }> {
  const model = await getModel(ctx, { model: query.model, permission });
  const logged = await loggedColumns(ctx, model, query);
  const at = query.filters.findIndex(({ from, name }) => from === 'input' && !logged.roles.features.includes(name));
  if (at >= 0)
    throw invalidInput(
      `query.filters.${at}.name`,
      'no version of the model has this input; GET the keys of the log first',
    );
  const unknown = query.versions?.find((number) => !model.versions.includes(number));
  if (unknown !== undefined) throw invalidInput('query.versions', `the model has no version ${unknown}`);
  // The query is kept with what is made of it: of a personal value the fingerprint, which the log has too.
  const filters = query.filters.map((filter) => {
    if (filter.from !== 'context' || !Object.hasOwn(model.personalContext, filter.name)) return filter;
    const of = { projectId: model.projectId, key: filter.name };
    return { ...filter, values: filter.values.map((value) => asFingerprint(of, value)) };
  });
  const pinned = { ...query, filters, modelId: model.id, model: model.name, asOf: ctx.now().toISOString() };
  return { model, pinned, logged };
}
