import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { PageLimit } from '@/lib/platform/http/page';
import { ByModel } from '../registry';
import { Feedback, FeedbackPage, LabelFile, LabelFileQuery, NewFeedback, NewLabels, StoredLabels } from './schema';

export const giveFeedbackOperation = operation({
  method: 'POST',
  path: '/api/predictions/{id}/feedback',
  summary: 'Say whether the prediction of a row was right',
  access: 'feedback.give',
  params: z.object({ id: z.string() }),
  body: NewFeedback,
  reply: Feedback,
  status: 201,
});
export const listFeedbackOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/feedback',
  summary: 'Feedback on a model, newest first, with its counts; end users get their own',
  access: 'prediction.view-own',
  params: ByModel,
  query: z.object({ cursor: z.uuid().optional(), limit: PageLimit }),
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

export const FEEDBACK_OPERATIONS: readonly Operation[] = [
  giveFeedbackOperation,
  listFeedbackOperation,
  writeLabelsOperation,
  importLabelsOperation,
];
