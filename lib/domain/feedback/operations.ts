import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT, PageLimit } from '@/lib/platform/http/page';
import { ByModel } from '../registry';
import {
  Feedback,
  FeedbackLink,
  FeedbackPage,
  LabelFile,
  LabelFileQuery,
  LabelSourceContent,
  LabelSources,
  LabelSourceTrial,
  LabelSourceView,
  LinkedRow,
  NewFeedback,
  NewFeedbackLink,
  NewLabels,
  StoredLabels,
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
  listFeedbackOperation,
  createFeedbackLinkOperation,
  getLinkedRowOperation,
  giveByLinkOperation,
  writeLabelsOperation,
  importLabelsOperation,
  listLabelSourcesOperation,
  createLabelSourceOperation,
  tryLabelSourceOperation,
  updateLabelSourceOperation,
  deleteLabelSourceOperation,
  runLabelSourceOperation,
];
