import { type Ctx, inTransaction } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { readPerformance } from '../performance';
import { getModel, tellGateway } from '../registry';
import { passGate } from '../validation';
import { enterStage, LOOK_EVERY_MS } from './enter-stage';
import { isTouched } from './is-touched';
import { judgeGuards } from './judge-guards';
import { judgeStage } from './judge-stage';
import { pauseStage } from './pause-stage';
import { readSide } from './read-side';
import type { GuardView, Promotion } from './schema';
import {
  changePromotion,
  claimPromotion,
  findPromotion,
  lockPromotions,
  type PromotionChange,
  type StoredPromotion,
  settlePromotion,
} from './store-promotions';
import { takeBack } from './take-back';

const LEASE_MS = 60_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Labels that came for calls of so long ago say that more will come. */
const LABELS_OF_MS = 30 * 24 * HOUR_MS;

/**
 * Looks at the guards of one promotion that is under way: takes it back where one is broken, brings it to its next stage where its time is
 * over and all of them can tell, asks a person where they cannot for too long. Returns false where none is due. System scope.
 */
export async function watchNextPromotion(ctx: Ctx): Promise<boolean> {
  const lease = uuid7();
  const promotion = await claimPromotion(ctx, { id: lease, ms: LEASE_MS });
  if (!promotion) return false;
  const views = await lookAt(ctx, promotion);
  const guards = { at: ctx.now().toISOString(), views };
  const changed = await inTransaction(ctx, async (tx) => {
    await lockPromotions(tx, promotion.modelId);
    const now = await findPromotion(tx, promotion.id);
    // Somebody has stopped it, or brought it on, since it was read.
    if (!now || now.endedAt !== null || now.stageSince !== promotion.stageSince) return null;
    if (!(await settlePromotion(tx, { id: promotion.id, lease }, { guards }))) return null;
    return step(tx, now, views);
  });
  if (changed)
    await tellGateway(ctx, { projectId: changed.projectId, modelId: changed.modelId, number: numberOf(changed) });
  return true;
}

/** The version that callers get of a promotion, all or more of them. */
const numberOf = ({ state, versionNumber, fromNumber }: StoredPromotion) =>
  state === 'rolled-back' ? fromNumber : versionNumber;

async function lookAt(ctx: Ctx, promotion: StoredPromotion): Promise<GuardView[]> {
  const { projectId, modelId, versionNumber, fromNumber, rules } = promotion;
  const toMs = ctx.now().getTime() + 1;
  const sinceMs = Date.parse(promotion.stageSince ?? promotion.createdAt);
  // After the last stage the champion of before answers nobody: it is taken as it was while both answered.
  const isFull = promotion.state === 'watching';
  const window = isFull
    ? { fromMs: Date.parse(promotion.begunAt ?? promotion.createdAt), toMs: sinceMs }
    : { fromMs: sinceMs, toMs };
  const [candidate, champion, labels] = await Promise.all([
    readSide(ctx, {
      projectId,
      modelId,
      version: versionNumber,
      route: isFull ? 'champion' : 'canary',
      fromMs: sinceMs,
      toMs,
    }),
    readSide(ctx, { projectId, modelId, version: fromNumber, route: 'champion', ...window }),
    rules.guards.accuracyPoints === null
      ? null
      : readPerformance(ctx, { projectId, modelId, version: fromNumber, fromMs: toMs - LABELS_OF_MS, toMs }),
  ]);
  return judgeGuards(rules.guards, candidate, champion, { hasLabels: labels !== null && labels.n > 0 });
}

/** What follows from a look, in the caller's transaction; null where callers get the same as before. */
async function step(tx: Ctx, promotion: StoredPromotion, views: readonly GuardView[]): Promise<StoredPromotion | null> {
  const model = await getModel(tx, { model: promotion.modelId });
  const { rules, stage, state } = promotion;
  if (isTouched(promotion, model))
    return end(tx, promotion, {
      kind: 'changed',
      message: 'Somebody changed who answers calls while it was under way.',
    });
  const broken = views.find(({ verdict }) => verdict === 'broken');
  if (broken) return end(tx, promotion, { kind: 'guard', message: tellGuard(broken) });
  const heldMs = tx.now().getTime() - Date.parse(promotion.stageSince ?? promotion.createdAt);
  const dueAt = new Date(tx.now().getTime() + LOOK_EVERY_MS);
  if (state === 'watching') {
    const isOver = heldMs >= rules.watchMinutes * MINUTE_MS;
    await changePromotion(tx, promotion.id, isOver ? { state: 'done', endedAt: tx.now(), dueAt: null } : { dueAt });
    return null;
  }
  const verdict = judgeStage({
    heldMs,
    holdMs: (rules.stages[stage]?.minutes ?? 0) * MINUTE_MS,
    waitMs: rules.waitHours * HOUR_MS,
    isPaused: promotion.pausedAt !== null,
    views,
  });
  if (verdict !== 'pass') {
    if (verdict === 'pause') await pauseStage(tx, promotion, views);
    await changePromotion(tx, promotion.id, { dueAt });
    return null;
  }
  const fault = await gateFault(tx, promotion);
  if (fault !== null) return end(tx, promotion, { kind: 'gate', message: fault });
  const change: PromotionChange = await enterStage(tx, promotion, stage + 1);
  return changePromotion(tx, promotion.id, change);
}

const end = (tx: Ctx, promotion: StoredPromotion, problem: NonNullable<Promotion['problem']>) =>
  takeBack(tx, promotion, { state: 'rolled-back', problem });

/** Rules, tests and reports that came since it was asked for; who passed the gate with a reason has passed it for the whole way. */
async function gateFault(tx: Ctx, { modelId, versionNumber, override }: StoredPromotion): Promise<string | null> {
  if (override !== null) return null;
  try {
    await passGate(tx, { model: await getModel(tx, { model: modelId }), number: versionNumber }, undefined);
    return null;
  } catch (error) {
    if (isAppError(error) && error.reason === 'gate_failed') return error.message;
    throw error;
  }
}

function tellGuard({ guard, value, reference, limit, n, referenceN }: GuardView): string {
  const write = (number: number | null) =>
    number === null
      ? 'nothing'
      : guard === 'latency'
        ? `${Number(number.toPrecision(3))} ms`
        : guard === 'accuracy' && number > 1
          ? number.toPrecision(4)
          : `${Number((100 * number).toPrecision(3))} %`;
  const what = {
    errors: 'Failed calls',
    latency: '95th percentile of latency',
    answers: 'Difference of the answered classes',
    accuracy: 'Accuracy, or error, by labels',
  }[guard];
  return `${what}: ${write(value)} (n = ${n}), champion ${write(reference)} (n = ${referenceN}), limit ${write(limit)}.`;
}
