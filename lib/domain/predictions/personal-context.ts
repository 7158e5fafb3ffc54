import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { getModel, lockModelRow, setPersonalContextRow, tellGateway } from '../registry';
import type { Model, PersonalContext } from '../registry/schema';
import { PASSED_KEY } from '../serving';
import { ERASED_KEY, type PersonalContextView } from './schema';
import { listContextNames } from './store-answers';
import { hasEntityRows } from './store-entities';
import { tryHoldIngest } from './store-rollups';

const ENTITY = 'entity';
/** What the product itself notes there. */
const OWN_KEYS = [PASSED_KEY, ERASED_KEY];
const NOT_PERSONAL = new Set(['time', ...OWN_KEYS]);

const isSame = (one: PersonalContext, other: PersonalContext): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([key, rule]) => other[key] === rule);

/** What the log keeps of the context of a model's rows, and the keys that newer calls had. */
export async function getPersonalContext(ctx: Ctx, input: { model: string }): Promise<PersonalContextView> {
  return viewOf(ctx, await getModel(ctx, { model: input.model, permission: 'prediction.view' }));
}

/**
 * Says what the log keeps of context values from now on: all of them as they were sent, but those named here as fingerprints or not at all.
 * Throws 409 where the rules are not those that the caller started from, and where rows that name an entity were logged already and its rule
 * would change: exam rows and training rows are told apart by it.
 */
export async function setPersonalContext(
  ctx: Ctx,
  input: { model: string; rules: PersonalContext; was?: PersonalContext | undefined },
): Promise<PersonalContextView> {
  const { rules } = input;
  const own = OWN_KEYS.find((key) => Object.hasOwn(rules, key));
  if (own) throw invalidInput(`rules.${own}`, 'this is what the product itself notes of a row');
  const model = await inTransaction(ctx, async (tx) => {
    const found = await getModel(tx, { model: input.model, permission: 'version.manage' });
    await lockModelRow(tx, found.id);
    // Rows that are being stored are of the rules of before, and whoever changes them must know when they are through.
    if (!(await tryHoldIngest(tx, found.id)))
      throw new AppError('unavailable', 'Rows of this model are being stored at the moment. Try again shortly.', {
        retryAfter: 5,
      });
    const model = await getModel(tx, { model: found.id, permission: 'version.manage' });
    const before = model.personalContext;
    if (input.was && !isSame(input.was, before))
      throw new AppError('conflict', 'Somebody else has changed what is kept of the context. Look at it again.', {
        reason: 'changed',
      });
    if (before[ENTITY] !== rules[ENTITY] && (await hasEntityRows(tx, model.id)))
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
