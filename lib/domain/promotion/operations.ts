import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByModel } from '../registry';
import { Model } from '../registry/schema';
import {
  AskPromotion,
  DecidePromotion,
  Environments,
  Promotion,
  PromotionList,
  PromotionRules,
  SetStaging,
  WithReason,
} from './schema';

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
export const continuePromotionOperation = operation({
  method: 'POST',
  path: '/api/promotions/{id}/continue',
  summary:
    'Bring a promotion to its next stage that asks a person, because its guards had too little to tell for too long',
  access: 'promotion.decide',
  params: ById,
  body: WithReason,
  reply: Promotion,
});
export const getEnvironmentsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/environments',
  summary: 'What answers in production and in staging, and how it does',
  access: 'promotion.view',
  params: ByModel,
  reply: Environments,
});
export const setStagingOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/environments',
  summary: 'Put a version into staging, or take out what is there',
  access: 'promotion.ask',
  params: ByModel,
  body: SetStaging,
  reply: Environments,
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
  continuePromotionOperation,
  getEnvironmentsOperation,
  setStagingOperation,
  rollBackOperation,
];
