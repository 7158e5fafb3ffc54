import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { getModel, setPersonalContextRow, tellGateway } from '../registry';
import type { Model, PersonalContext } from '../registry/schema';
import { PASSED_KEY } from '../serving';
import { ERASED_KEY, type PersonalContextView } from './schema';
import { hasEntityRows, listContextNames } from './store-answers';

const ENTITY = 'entity';
/** The moment of a row, and what the product itself notes there. */
const NOT_PERSONAL = new Set(['time', PASSED_KEY, ERASED_KEY]);

/** What the log keeps of the context of a model's rows, and the keys that newer calls had. */
export async function getPersonalContext(ctx: Ctx, input: { model: string }): Promise<PersonalContextView> {
  return viewOf(ctx, await getModel(ctx, { model: input.model, permission: 'prediction.view' }));
}

/**
 * Says what the log keeps of context values from now on: all of them as they were sent, but those named here as fingerprints or not at all.
 * Throws 409 where rows that name an entity are logged already and its rule would change: exam rows and training rows are told apart by it.
 */
export async function setPersonalContext(
  ctx: Ctx,
  input: { model: string; rules: PersonalContext },
): Promise<PersonalContextView> {
  const { rules } = input;
  const model = await inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'version.manage' });
    const before = model.personalContext;
    if (
      before[ENTITY] !== rules[ENTITY] &&
      (await hasEntityRows(tx, { projectId: model.projectId, modelId: model.id }))
    )
      throw new AppError(
        'conflict',
        'Rows of this model that name an entity are in the log already, and by it rows for exams and for training are told apart for ever. Send a pseudonym as context.entity, or make a new model and set this before its first call.',
        { reason: 'entity_in_use' },
      );
    await setPersonalContextRow(tx, model.id, rules);
    await audit(tx, {
      action: 'personal-context.set',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: { rules: before },
      after: { rules },
    });
    return { ...model, personalContext: rules };
  });
  await tellGateway(ctx, { projectId: model.projectId });
  return viewOf(ctx, model);
}

async function viewOf(ctx: Ctx, { id, projectId, personalContext }: Model): Promise<PersonalContextView> {
  const seen = await listContextNames(ctx, { projectId, modelId: id });
  return { rules: personalContext, seen: seen.filter((key) => !NOT_PERSONAL.has(key)) };
}
