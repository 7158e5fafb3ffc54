// Promotion: how a version comes to answer all calls, step by step, and how it is taken back.
// Promises that the champion answers until its successor has passed every stage, and that what a guard finds ends the promotion by itself.
export { askPromotion } from './ask-promotion';
export { decidePromotion } from './decide-promotion';
export { listPromotions } from './list-promotions';
export * from './operations';
export { passPromotionGate } from './promotion-gate';
export { rollBack } from './roll-back';
export { getPromotionRules, savePromotionRules } from './rules';
export { stopPromotion } from './stop-promotion';
export { watchNextPromotion } from './watch-next-promotion';
