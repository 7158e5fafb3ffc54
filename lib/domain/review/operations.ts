import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT, PageLimit } from '@/lib/platform/http/page';
import { ByModel } from '../registry';
import { NewRegressionTest, RegressionTest } from '../validation/schema';
import {
  AddedGold,
  Agreement,
  Assigned,
  Assignment,
  ExamShare,
  ExamShareView,
  ExportQuery,
  GoldList,
  ImportedReviews,
  ImportQuery,
  Insight,
  ITEM_STATES,
  ItemPage,
  NewGoldRows,
  NewReview,
  Queue,
  QueueContent,
  QueueList,
  QueueReviewers,
  ReviewerBurnDown,
  ReviewItem,
  ReviewResult,
  SentRow,
  TakenItem,
} from './schema';

const ById = z.object({ id: z.uuid() });

export const listQueuesOperation = operation({
  method: 'GET',
  path: '/api/review-queues',
  summary: 'The review queues of a project, with what waits in them',
  access: 'review.view',
  query: z.object({ model: z.string().max(200).optional() }),
  reply: QueueList,
});
export const createQueueOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/review-queues',
  summary: 'Have rows of a model judged by people: which rows, by how many',
  access: 'review.manage',
  params: ByModel,
  body: QueueContent,
  reply: Queue,
  status: 201,
});
export const updateQueueOperation = operation({
  method: 'PUT',
  path: '/api/review-queues/{id}',
  summary: 'Change a review queue; rows that are in it stay',
  access: 'review.manage',
  params: ById,
  body: QueueContent,
  reply: Queue,
});
export const archiveQueueOperation = operation({
  method: 'DELETE',
  path: '/api/review-queues/{id}',
  summary: 'Close a review queue; what was decided stays',
  access: 'review.manage',
  params: ById,
  reply: NO_CONTENT,
  status: 204,
});
export const listItemsOperation = operation({
  method: 'GET',
  path: '/api/review-queues/{id}/items',
  summary: 'The items of a queue: those that wait, most useful first, or those that are settled, newest first',
  access: 'review.view',
  params: ById,
  query: z.object({ state: z.enum(ITEM_STATES).optional(), cursor: z.string().max(80).optional(), limit: PageLimit }),
  reply: ItemPage,
});
export const takeItemOperation = operation({
  method: 'POST',
  path: '/api/review-queues/{id}/take',
  summary: 'Reserve the next item of a queue; no one else gets it meanwhile',
  access: 'review.decide',
  params: ById,
  reply: TakenItem,
});
export const sendToReviewOperation = operation({
  method: 'POST',
  path: '/api/review-queues/{id}/items',
  summary: 'Send a row of the log to a queue',
  access: 'review.decide',
  params: ById,
  body: SentRow,
  reply: ReviewItem,
  status: 201,
});
export const getItemOperation = operation({
  method: 'GET',
  path: '/api/review-items/{id}',
  summary: 'An item; the answer and what others said only after the own review',
  access: 'review.view',
  params: ById,
  reply: ReviewItem,
});
export const holdItemOperation = operation({
  method: 'POST',
  path: '/api/review-items/{id}/hold',
  summary: 'Reserve one item, or keep it for longer',
  access: 'review.decide',
  params: ById,
  reply: ReviewItem,
  alsoStatuses: [409],
});
export const decideItemOperation = operation({
  method: 'POST',
  path: '/api/review-items/{id}/reviews',
  summary:
    'Save a review of an item; with the last one that is wanted it is settled, or goes to somebody who settles it',
  access: 'review.decide',
  params: ById,
  body: NewReview,
  reply: ReviewResult,
  status: 201,
  alsoStatuses: [409],
});
export const takeBackOperation = operation({
  method: 'DELETE',
  path: '/api/review-items/{id}/reviews/own',
  summary: 'Take the own review of an item back, and what it led to',
  access: 'review.decide',
  params: ById,
  reply: ReviewItem,
  alsoStatuses: [409],
});
export const getAgreementOperation = operation({
  method: 'GET',
  path: '/api/review-queues/{id}/agreement',
  summary: 'How far the reviewers of a queue agree, with intervals, how fast they are, and what is left by day',
  access: 'review.view',
  params: ById,
  query: z.object({ days: z.coerce.number().int().min(1).max(365).default(90) }),
  reply: Agreement,
});

export const listReviewersOperation = operation({
  method: 'GET',
  path: '/api/review-queues/{id}/reviewers',
  summary: 'Who may review in a queue, with what of it each was given and has done',
  access: 'review.view',
  params: ById,
  reply: QueueReviewers,
});
export const getBurnDownOperation = operation({
  method: 'GET',
  path: '/api/review-queues/{id}/burn-down',
  summary: 'What one person was given of a queue, has decided and has left, by day',
  access: 'review.view',
  params: ById,
  query: z.object({ reviewer: z.string().max(80), days: z.coerce.number().int().min(1).max(365).default(90) }),
  reply: ReviewerBurnDown,
});
export const assignItemsOperation = operation({
  method: 'POST',
  path: '/api/review-queues/{id}/assign',
  summary: 'Split items that wait evenly among people, who get them first; nobody named takes them back',
  access: 'review.manage',
  params: ById,
  body: Assignment,
  bodyLimit: 256 * 1024,
  reply: Assigned,
});
export const listGoldOperation = operation({
  method: 'GET',
  path: '/api/review-queues/{id}/gold',
  summary: 'The rows of a queue whose answer is known, with how many people answered them rightly',
  access: 'review.manage',
  params: ById,
  reply: GoldList,
});
export const addGoldOperation = operation({
  method: 'POST',
  path: '/api/review-queues/{id}/gold',
  summary: 'Have rows with a known answer mixed into a queue, by hand or from what reviews settled',
  access: 'review.manage',
  params: ById,
  body: NewGoldRows,
  reply: AddedGold,
  status: 201,
  alsoStatuses: [429],
});
export const removeGoldOperation = operation({
  method: 'DELETE',
  path: '/api/review-queues/{id}/gold/{gold}',
  summary: 'Ask a known row no more; what was said of it still counts',
  access: 'review.manage',
  params: ById.extend({ gold: z.uuid() }),
  reply: NO_CONTENT,
  status: 204,
});
export const getExamShareOperation = operation({
  method: 'GET',
  path: '/api/exam-share',
  summary: 'Which part of the entities goes to exams, and how many were sent where',
  access: 'review.view',
  reply: ExamShareView,
});
export const setExamShareOperation = operation({
  method: 'PUT',
  path: '/api/exam-share',
  summary: 'Change which part of the entities met from now on goes to exams; those that were sent stay',
  access: 'review.manage',
  body: ExamShare,
  reply: ExamShareView,
});

export const copyAsTestOperation = operation({
  method: 'POST',
  path: '/api/predictions/{id}/regression-test',
  summary: 'Copy a row of the log as a test that every version must pass from now on',
  access: 'version.manage',
  params: z.object({ id: z.string() }),
  body: NewRegressionTest,
  reply: RegressionTest,
  status: 201,
  alsoStatuses: [409],
});
export const getInsightOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/review-insight',
  summary:
    'What people say about a model: its error by the random sample, feedback by confidence, reasons, and how fast decisions come',
  access: 'review.view',
  params: ByModel,
  query: z.object({ days: z.coerce.number().int().min(1).max(365).default(90) }),
  reply: Insight,
});
export const exportItemsOperation = operation({
  method: 'GET',
  path: '/api/review-queues/{id}/export',
  summary:
    'What was settled in a queue, with inputs and reviews, as CSV, JSON lines, Parquet, Label Studio tasks or Argilla records; rows for training unless split says otherwise',
  access: 'review.view',
  params: ById,
  query: ExportQuery,
  reply: {
    contentType: 'text/csv',
    description:
      'One line per row, newest first; or application/x-ndjson, application/vnd.apache.parquet, application/json.',
  },
});
export const importReviewsOperation = operation({
  method: 'POST',
  path: '/api/review-queues/{id}/import',
  summary:
    'Take annotations of Label Studio or responses of Argilla as reviews, joined by row ids; dryRun=1 tells what would be written',
  access: 'review.manage',
  params: ById,
  query: ImportQuery,
  body: z.array(z.unknown()).min(1, 'There is no task in it.'),
  bodyLimit: 10 * 1024 * 1024,
  reply: ImportedReviews,
});

export const REVIEW_OPERATIONS: readonly Operation[] = [
  listQueuesOperation,
  createQueueOperation,
  updateQueueOperation,
  archiveQueueOperation,
  listItemsOperation,
  takeItemOperation,
  sendToReviewOperation,
  getItemOperation,
  holdItemOperation,
  decideItemOperation,
  takeBackOperation,
  getAgreementOperation,
  listReviewersOperation,
  getBurnDownOperation,
  assignItemsOperation,
  listGoldOperation,
  addGoldOperation,
  removeGoldOperation,
  getExamShareOperation,
  setExamShareOperation,
  copyAsTestOperation,
  getInsightOperation,
  exportItemsOperation,
  importReviewsOperation,
];
