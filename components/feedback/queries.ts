import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  Feedback,
  FeedbackFile,
  FeedbackFilter,
  FeedbackPage,
  NewFeedback,
  NewScore,
  RowFeedback,
  Score,
  ScoreChange,
  ScoreSummary,
  Scores,
  Thread,
} from '@/lib/domain/feedback/schema';
import { api, apiResponse } from '@/lib/platform/http/client';

const ofModel = (model: string) => `/api/models/${encodeURIComponent(model)}`;

export const feedbackQueries = {
  all: (project: string) => ['feedback', project] as const,
  list: (project: string, model: string, filter: FeedbackFilter = {}) =>
    infiniteQueryOptions({
      queryKey: [...feedbackQueries.all(project), 'list', model, filter],
      queryFn: ({ signal, pageParam }) =>
        api<FeedbackPage>(`${ofModel(model)}/feedback`, {
          project,
          signal,
          query: { limit: 50, cursor: pageParam, ...filter },
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
  ofRow: (project: string, rowId: string) =>
    queryOptions({
      queryKey: [...feedbackQueries.all(project), 'row', rowId],
      queryFn: ({ signal }) => api<RowFeedback>(`/api/predictions/${rowId}/feedback`, { project, signal }),
    }),
  thread: (project: string, rowId: string) =>
    queryOptions({
      queryKey: [...feedbackQueries.all(project), 'thread', rowId],
      queryFn: ({ signal }) => api<Thread>(`/api/predictions/${rowId}/thread`, { project, signal }),
    }),
  scores: (project: string) =>
    queryOptions({
      queryKey: [...feedbackQueries.all(project), 'scores'],
      queryFn: ({ signal }) => api<Scores>('/api/scores', { project, signal }),
    }),
  summary: (project: string, model: string, days: number) =>
    queryOptions({
      queryKey: [...feedbackQueries.all(project), 'summary', model, days],
      queryFn: ({ signal }) => api<ScoreSummary>(`${ofModel(model)}/scores`, { project, signal, query: { days } }),
    }),
};

export const giveFeedback = (project: string, rowId: string, body: NewFeedback): Promise<Feedback> =>
  api<Feedback>(`/api/predictions/${rowId}/feedback`, { method: 'POST', project, body });

export const withdrawFeedback = (project: string, feedback: string): Promise<unknown> =>
  apiResponse(`/api/feedback/${feedback}`, { method: 'DELETE', project });

export const sendComment = (project: string, rowId: string, text: string): Promise<Thread> =>
  api<Thread>(`/api/predictions/${rowId}/thread`, { method: 'POST', project, body: { text } });

export const settleThread = (project: string, rowId: string, isResolved: boolean): Promise<Thread> =>
  api<Thread>(`/api/predictions/${rowId}/thread/${isResolved ? 'resolve' : 'reopen'}`, { method: 'POST', project });

export const createScore = (project: string, body: NewScore): Promise<Score> =>
  api<Score>('/api/scores', { method: 'POST', project, body });

export const updateScore = (project: string, id: string, body: ScoreChange): Promise<Score> =>
  api<Score>(`/api/scores/${id}`, { method: 'PATCH', project, body });

/** Sends a file of feedback; `dryRun` only tells what it would do. */
export const sendFeedbackFile = (
  at: { project: string; model: string; file: File },
  { dryRun, partial }: { dryRun: boolean; partial: boolean },
): Promise<FeedbackFile> => {
  const format = /\.(jsonl|ndjson|json)$/i.test(at.file.name) ? 'jsonl' : 'csv';
  return api<FeedbackFile>(`${ofModel(at.model)}/feedback`, {
    method: 'POST',
    project: at.project,
    query: { format, ...(dryRun ? { dryRun: '1' } : {}), ...(partial ? { partial: '1' } : {}) },
    raw: { body: at.file, contentType: format === 'csv' ? 'text/csv' : 'application/x-ndjson' },
  });
};
