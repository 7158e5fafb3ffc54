import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT, PageLimit } from '@/lib/platform/http/page';
import { ByModel } from '../registry';
import {
  Feedback,
  FeedbackFile,
  FeedbackFileQuery,
  FeedbackFilter,
  FeedbackLink,
  FeedbackPage,
  LabelFile,
  LabelFileQuery,
  LabelSourceContent,
  LabelSources,
  LabelSourceTrial,
  LabelSourceView,
  LinkedRow,
  NewComment,
  NewFeedback,
  NewFeedbackLink,
  NewLabels,
  NewScore,
  RowFeedback,
  Score,
  ScoreChange,
  ScoreSummary,
  Scores,
  StoredLabels,
  Thread,
} from './schema';

export const giveFeedbackOperation = operation({
  method: 'POST',
  path: '/api/predictions/{id}/feedback',
  summary: 'Say whether the prediction of a row was right',
  access: 'feedback.give',
  params: z.object({ id: z.string() }),
  body: NewFeedback,
  reply: Feedback,
  status: 201,
  alsoStatuses: [409],
});
const OfFeedback = z.object({ feedback: z.uuid() });
export const getRowFeedbackOperation = operation({
  method: 'GET',
  path: '/api/predictions/{id}/feedback',
  summary: 'What is said of a row, and what was said before and was changed or withdrawn since',
  access: 'prediction.view-own',
  params: z.object({ id: z.string() }),
  reply: RowFeedback,
});
export const editFeedbackOperation = operation({
  method: 'PUT',
  path: '/api/feedback/{feedback}',
  summary: 'Say own feedback anew; 409 where a review has settled its row',
  access: 'feedback.give',
  params: OfFeedback,
  body: NewFeedback,
  reply: Feedback,
  alsoStatuses: [409],
});
export const withdrawFeedbackOperation = operation({
  method: 'DELETE',
  path: '/api/feedback/{feedback}',
  summary: 'Withdraw own feedback: it counts no more, and its history stays; 409 where a review has settled its row',
  access: 'feedback.give',
  params: OfFeedback,
  reply: NO_CONTENT,
  status: 204,
  alsoStatuses: [409],
});
export const importFeedbackOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/feedback',
  summary:
    'Give feedback on many rows by a CSV or JSON lines file; dryRun=1 tells what would be written, partial=1 writes the lines without a problem',
  access: 'feedback.give',
  params: ByModel,
  query: FeedbackFileQuery,
  rawBody: {
    contentType: 'text/csv',
    description:
      'Up to 10 MB and 5,000 lines, UTF-8. CSV: row, verdict, expected, reason, severity, field, problem, value and score.NAME, header first. JSON lines (format=jsonl): the body of POST /api/predictions/{id}/feedback with "row".',
  },
  reply: FeedbackFile,
});

const OfRow = z.object({ id: z.string() });
export const getThreadOperation = operation({
  method: 'GET',
  path: '/api/predictions/{id}/thread',
  summary: 'What people say to each other about a row, oldest first',
  access: 'prediction.view-own',
  params: OfRow,
  reply: Thread,
});
export const addCommentOperation = operation({
  method: 'POST',
  path: '/api/predictions/{id}/thread',
  summary: 'Add a comment to the thread of a row; who took part is told by the bell',
  access: 'feedback.give',
  params: OfRow,
  body: NewComment,
  reply: Thread,
  status: 201,
  alsoStatuses: [429],
});
export const resolveThreadOperation = operation({
  method: 'POST',
  path: '/api/predictions/{id}/thread/resolve',
  summary: 'Say that the thread of a row is settled',
  access: 'feedback.give',
  params: OfRow,
  reply: Thread,
  alsoStatuses: [409, 429],
});
export const reopenThreadOperation = operation({
  method: 'POST',
  path: '/api/predictions/{id}/thread/reopen',
  summary: 'Take up a thread again that was resolved',
  access: 'feedback.give',
  params: OfRow,
  reply: Thread,
  alsoStatuses: [409, 429],
});

export const listScoresOperation = operation({
  method: 'GET',
  path: '/api/scores',
  summary: 'What people of the project are asked beside right or wrong: scores in use, then archived ones',
  access: 'score.view',
  reply: Scores,
});
export const createScoreOperation = operation({
  method: 'POST',
  path: '/api/scores',
  summary: 'Ask for one more score; its name stays its own for ever',
  access: 'score.manage',
  body: NewScore,
  reply: Score,
  status: 201,
  alsoStatuses: [409, 429],
});
export const updateScoreOperation = operation({
  method: 'PATCH',
  path: '/api/scores/{id}',
  summary: 'Describe a score anew, archive it or take it out of the archive',
  access: 'score.manage',
  params: z.object({ id: z.uuid() }),
  body: ScoreChange,
  reply: Score,
  alsoStatuses: [429],
});
export const summariseScoresOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/scores',
  summary: 'What was given for each score in feedback on a model of the last days',
  access: 'feedback.view',
  params: ByModel,
  query: z.object({ days: z.coerce.number().int().min(1).max(365).default(28) }),
  reply: ScoreSummary,
});
export const listFeedbackOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/feedback',
  summary: 'Feedback on a model, newest first, with its counts; end users get their own',
  access: 'prediction.view-own',
  params: ByModel,
  query: FeedbackFilter.extend({ cursor: z.uuid().optional(), limit: PageLimit }),
  reply: FeedbackPage,
});
export const writeLabelsOperation = operation({
  method: 'POST',
  path: '/api/labels',
  summary: 'Send the truth about rows, up to 10,000 in one call; labels of unknown rows are kept and counted',
  access: 'label.write',
  body: NewLabels,
  bodyLimit: 10 * 1024 * 1024,
  reply: StoredLabels,
});
export const importLabelsOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/labels',
  summary:
    'Send the truth as a CSV file, joined to rows by id or by a context value; dryRun=1 tells what would be written',
  access: 'label.write',
  params: ByModel,
  query: LabelFileQuery,
  rawBody: { contentType: 'text/csv', description: 'A CSV file of up to 10 MB, header first, UTF-8.' },
  reply: LabelFile,
});

export const createFeedbackLinkOperation = operation({
  method: 'POST',
  path: '/api/predictions/{id}/feedback-links',
  summary: 'Make a link by which somebody without an account may judge this row, once',
  access: 'feedback.give',
  params: z.object({ id: z.string() }),
  body: NewFeedbackLink,
  reply: FeedbackLink,
  status: 201,
});
const ByToken = z.object({ token: z.string() });
export const getLinkedRowOperation = operation({
  method: 'GET',
  path: '/api/feedback-links/{token}',
  summary: 'What the holder of a feedback link is asked about',
  access: 'open',
  params: ByToken,
  reply: LinkedRow,
  alsoStatuses: [409],
});
export const giveByLinkOperation = operation({
  method: 'POST',
  path: '/api/feedback-links/{token}',
  summary: 'Judge the row of a feedback link; the link is used then',
  access: 'open',
  params: ByToken,
  body: NewFeedback,
  reply: NO_CONTENT,
  status: 204,
  alsoStatuses: [409],
});

export const editByLinkOperation = operation({
  method: 'PUT',
  path: '/api/feedback-links/{token}',
  summary: 'Say anew what was said by a feedback link, until it expires or a review settles the row',
  access: 'open',
  params: ByToken,
  body: NewFeedback,
  reply: NO_CONTENT,
  status: 204,
  alsoStatuses: [409],
});
export const withdrawByLinkOperation = operation({
  method: 'DELETE',
  path: '/api/feedback-links/{token}',
  summary: 'Withdraw what was said by a feedback link, until it expires or a review settles the row',
  access: 'open',
  params: ByToken,
  reply: NO_CONTENT,
  status: 204,
  alsoStatuses: [409],
});

const OfSource = ByModel.extend({ id: z.uuid() });

export const listLabelSourcesOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/label-sources',
  summary: 'The databases and files from which labels of a model are pulled, without their secrets',
  access: 'performance.view',
  params: ByModel,
  reply: LabelSources,
});
export const createLabelSourceOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/label-sources',
  summary: 'Have labels pulled every hour or day, by a SELECT on a PostgreSQL database or from a CSV at an address',
  access: 'label-source.manage',
  params: ByModel,
  body: LabelSourceContent,
  reply: LabelSourceView,
  status: 201,
});
export const tryLabelSourceOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/label-sources/try',
  summary: 'Read a label source that is not saved, and say what it would write',
  access: 'label-source.manage',
  params: ByModel,
  body: LabelSourceTrial,
  reply: LabelFile,
});
export const updateLabelSourceOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/label-sources/{id}',
  summary: 'Change a label source; a secret that is left out stays while the address does',
  access: 'label-source.manage',
  params: OfSource,
  body: LabelSourceContent,
  reply: LabelSourceView,
});
export const deleteLabelSourceOperation = operation({
  method: 'DELETE',
  path: '/api/models/{model}/label-sources/{id}',
  summary: 'Pull no more labels from a source; those that it brought stay',
  access: 'label-source.manage',
  params: OfSource,
  reply: NO_CONTENT,
  status: 204,
});
export const runLabelSourceOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/label-sources/{id}/run',
  summary: 'Pull a label source now; dryRun=1 tells what would be written',
  access: 'label-source.manage',
  params: OfSource,
  query: z.object({ dryRun: z.enum(['1']).optional() }),
  reply: LabelFile,
  alsoStatuses: [409],
});

export const FEEDBACK_OPERATIONS: readonly Operation[] = [
  giveFeedbackOperation,
  getRowFeedbackOperation,
  editFeedbackOperation,
  withdrawFeedbackOperation,
  listFeedbackOperation,
  importFeedbackOperation,
  getThreadOperation,
  addCommentOperation,
  resolveThreadOperation,
  reopenThreadOperation,
  listScoresOperation,
  createScoreOperation,
  updateScoreOperation,
  summariseScoresOperation,
  createFeedbackLinkOperation,
  getLinkedRowOperation,
  giveByLinkOperation,
  editByLinkOperation,
  withdrawByLinkOperation,
  writeLabelsOperation,
  importLabelsOperation,
  listLabelSourcesOperation,
  createLabelSourceOperation,
  tryLabelSourceOperation,
  updateLabelSourceOperation,
  deleteLabelSourceOperation,
  runLabelSourceOperation,
];
