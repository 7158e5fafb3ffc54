// Review: rows of a model that people judge, without knowing what it answered.
// Promises that two people never hold the same item, that no decision is lost, and that a row goes to exams or to training for ever.
export { assignItems, listReviewers } from './assign-items';
export { copyAsTest } from './copy-as-test';
export { decideItem, takeReviewBack } from './decide-item';
export { entityDestination } from './entity-destination';
export { getExamShare, setExamShare } from './exam-share';
export { exportItems } from './export-items';
export { fillNextQueue } from './fill-queue';
export { getAgreement } from './get-agreement';
export { getBurnDown } from './get-burn-down';
export { getInsight } from './get-insight';
export { getItem } from './get-item';
export { addGold, listGold, removeGold } from './gold';
export { importReviews } from './import-reviews';
export { listItems } from './list-items';
export * from './operations';
export { archiveQueue, listQueues, saveQueue } from './queues';
export { sendToReview } from './send-to-review';
export { countSettledItems, type ErasedItems, eraseItems } from './store-erasure';
export { countSettled, listExamEntities } from './store-items';
export { holdItem, takeItem } from './take-item';
export { tellFixed, tellSettled } from './tell-people';
