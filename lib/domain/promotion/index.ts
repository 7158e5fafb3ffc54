// Promotion: how a version comes to answer all calls, step by step, and how it is taken back.
// Promises that the champion answers until its successor has passed every stage, and that what a guard finds ends the promotion by itself.
export { askPromotion } from './ask-promotion';
export { continuePromotion } from './continue-promotion';
export { decidePromotion } from './decide-promotion';
export { getEnvironments } from './get-environments';
export { listPromotions } from './list-promotions';
export * from './operations';
export { passSecondPerson, promotionGate } from './promotion-gate';
export { putIntoStaging } from './put-into-staging';
export { rollBack } from './roll-back';
export { getPromotionRules, savePromotionRules } from './rules';
export { stopPromotion } from './stop-promotion';
export { watchNextPromotion } from './watch-next-promotion';
