import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Feedback, FeedbackPage, NewFeedback } from '@/lib/domain/feedback/schema';
import { api } from '@/lib/platform/http/client';

export const feedbackQueries = {
  all: (project: string) => ['feedback', project] as const,
  list: (project: string, model: string) =>
    infiniteQueryOptions({
      queryKey: [...feedbackQueries.all(project), 'list', model],
      queryFn: ({ signal, pageParam }) =>
        api<FeedbackPage>(`/api/models/${encodeURIComponent(model)}/feedback`, {
          project,
          signal,
          query: { limit: 50, cursor: pageParam },
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
};

export const giveFeedback = (project: string, rowId: string, body: NewFeedback): Promise<Feedback> =>
  api<Feedback>(`/api/predictions/${rowId}/feedback`, { method: 'POST', project, body });
