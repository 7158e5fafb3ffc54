import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { listRuleIds } from '../alerts';
import { getModel } from '../registry';
import { planRuns } from './plan-runs';
import { readEvents } from './read-events';
import { PLANNED_DAYS, type Triggers, type TriggersPlan, type TriggersView } from './schema';
import { findRecipe } from './store-recipes';
import { findTriggers, putTriggers } from './store-triggers';

const DAY_MS = 86_400_000;

/** When a model is trained again by itself, or null. */
export async function getTriggers(ctx: Ctx, input: { model: string }): Promise<TriggersView> {
  const model = await getModel(ctx, { model: input.model, permission: 'training.view' });
  return findTriggers(ctx, model.id);
}

/** Says when a model is trained again by itself. Throws 422 for an alert rule that is not of the model. */
export async function saveTriggers(ctx: Ctx, input: { model: string; triggers: Triggers }): Promise<TriggersView> {
  const model = await getModel(ctx, { model: input.model, permission: 'training.manage' });
  await requireRules(ctx, model, input.triggers);
  return inTransaction(ctx, async (tx) => {
    const before = await findTriggers(tx, model.id);
    const of = { projectId: model.projectId, modelId: model.id };
    const saved = await putTriggers(tx, of, input.triggers, actorName(ctx.actor));
    await audit(tx, {
      action: 'training-triggers.save',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: before.triggers,
      after: input.triggers,
    });
    return saved;
  });
}

/** When triggers would have trained a model in the last 90 days, as if no other run had been. Nothing is saved. */
export async function planTriggers(ctx: Ctx, input: { model: string; triggers: Triggers }): Promise<TriggersPlan> {
  const model = await getModel(ctx, { model: input.model, permission: 'training.manage' });
  await requireRules(ctx, model, input.triggers);
  const to = ctx.now();
  const from = new Date(to.getTime() - PLANNED_DAYS * DAY_MS);
  const { recipe } = await findRecipe(ctx, model.id);
  const of = { projectId: model.projectId, modelId: model.id, from, to, datasetId: recipe?.datasetId ?? null };
  const events = await readEvents(ctx, of);
  const range = { fromMs: from.getTime(), toMs: to.getTime() };
  const seen = (kind: 'corrections' | 'labelled-rows' | 'dataset') =>
    events.reduce((sum, event) => sum + (event.kind === kind ? event.count : 0), 0);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    runs: planRuns(input.triggers, events, range).map(({ atMs, reason }) => ({
      at: new Date(atMs).toISOString(),
      reason,
    })),
    seen: {
      incidents: events.filter(({ kind }) => kind === 'incident').length,
      corrections: seen('corrections'),
      labelledRows: seen('labelled-rows'),
      datasets: seen('dataset'),
    },
  };
}

async function requireRules(ctx: Ctx, model: { id: string }, { rules }: Triggers): Promise<void> {
  const known = await listRuleIds(ctx, model.id);
  const stranger = rules.find((id) => !known.includes(id));
  if (stranger !== undefined)
    throw invalidInput('rules', `"${stranger}" is no alert rule of this model`, { reason: 'no_such_rule' });
}
