import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { Model } from '../registry/schema';
import { AskPromotion, DecidePromotion, Promotion, PromotionList, PromotionRules, WithReason } from './schema';

const ById = z.object({ id: z.uuid() });
/** Of an administrator who passes the rules that stand before it. */
const Override = z.object({ override: z.string().min(3).max(500).optional() });

export const getPromotionRulesOperation = operation({
  method: 'GET',
  path: '/api/promotion-rules',
  summary: 'How versions of the project come to answer all calls',
  access: 'promotion.view',
  reply: PromotionRules,
});
export const savePromotionRulesOperation = operation({
  method: 'PUT',
  path: '/api/promotion-rules',
  summary: 'Say who approves promotions of the project, in which stages they go, and what takes them back',
  access: 'promotion.rules',
  body: PromotionRules,
  reply: PromotionRules,
});
export const listPromotionsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/promotions',
  summary: 'The last 50 promotions of a model, newest first, and the version that a rollback would bring back',
  access: 'promotion.view',
  params: ByModel,
  reply: PromotionList,
});
export const askPromotionOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/promotions',
  summary: 'Ask for a version to become champion, in the stages of the project',
  access: 'promotion.ask',
  params: ByModel,
  query: Override,
  body: AskPromotion,
  reply: Promotion,
  status: 201,
});
export const decidePromotionOperation = operation({
  method: 'POST',
  path: '/api/promotions/{id}/decision',
  summary: 'Approve or reject a promotion that somebody else has asked for',
  access: 'promotion.decide',
  params: ById,
  body: DecidePromotion,
  reply: Promotion,
});
export const stopPromotionOperation = operation({
  method: 'POST',
  path: '/api/promotions/{id}/stop',
  summary: 'Take a promotion back that is asked for or under way; the champion answers all calls again',
  access: 'promotion.ask',
  params: ById,
  body: WithReason,
  reply: Promotion,
});
export const rollBackOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/rollback',
  summary: 'Bring the champion back that was there before; a promotion that is under way ends',
  access: 'promotion.ask',
  params: ByModel,
  body: WithReason,
  reply: Model,
});

export const PROMOTION_OPERATIONS: readonly Operation[] = [
  getPromotionRulesOperation,
  savePromotionRulesOperation,
  listPromotionsOperation,
  askPromotionOperation,
  decidePromotionOperation,
  stopPromotionOperation,
  rollBackOperation,
];
