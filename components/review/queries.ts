import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ReferenceView } from '@/lib/domain/datasets/schema';
import type {
  AddedGold,
  Agreement,
  Assigned,
  Assignment,
  ExamShare,
  ExamShareView,
  GoldList,
  ImportedReviews,
  ImportQuery,
  Insight,
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
  TakenItem,
} from '@/lib/domain/review/schema';
import { api, apiResponse } from '@/lib/platform/http/client';

const QUEUES_MS = 15_000;

export const reviewQueries = {
  all: (project: string) => ['review', project] as const,
  queues: (project: string) =>
    queryOptions({
      queryKey: [...reviewQueries.all(project), 'queues'],
      queryFn: ({ signal }) => api<QueueList>('/api/review-queues', { project, signal }),
      refetchInterval: QUEUES_MS,
    }),
  items: (project: string, queue: string, state: 'waiting' | 'settled') =>
    infiniteQueryOptions({
      queryKey: [...reviewQueries.all(project), 'items', queue, state],
      queryFn: ({ signal, pageParam }) =>
        api<ItemPage>(`/api/review-queues/${queue}/items`, {
          project,
          signal,
          query: { limit: 50, cursor: pageParam, state: state === 'settled' ? 'settled' : undefined },
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
  /** The item that the person holds: the one that was asked for, else the next one. Asking reserves it, so it is not asked again by itself. */
  current: (project: string, queue: string, item: string | null) =>
    queryOptions({
      queryKey: [...reviewQueries.all(project), 'current', queue, item],
      queryFn: () =>
        item === null
          ? api<TakenItem>(`/api/review-queues/${queue}/take`, { method: 'POST', project })
          : api<ReviewItem>(`/api/review-items/${item}/hold`, { method: 'POST', project }).then(
              (held): TakenItem => ({ item: held }),
            ),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      retry: false,
    }),
  agreement: (project: string, queue: string) =>
    queryOptions({
      queryKey: [...reviewQueries.all(project), 'agreement', queue],
      queryFn: ({ signal }) => api<Agreement>(`/api/review-queues/${queue}/agreement`, { project, signal }),
    }),
  reviewers: (project: string, queue: string) =>
    queryOptions({
      queryKey: [...reviewQueries.all(project), 'reviewers', queue],
      queryFn: ({ signal }) => api<QueueReviewers>(`/api/review-queues/${queue}/reviewers`, { project, signal }),
      // Others decide meanwhile: whoever looks again sees how far they are now.
      staleTime: 0,
    }),
  burnDown: (project: string, queue: string, reviewer: string) =>
    queryOptions({
      queryKey: [...reviewQueries.all(project), 'burn-down', queue, reviewer],
      queryFn: ({ signal }) =>
        api<ReviewerBurnDown>(`/api/review-queues/${queue}/burn-down`, { project, signal, query: { reviewer } }),
      staleTime: 0,
    }),
  gold: (project: string, queue: string) =>
    queryOptions({
      queryKey: [...reviewQueries.all(project), 'gold', queue],
      queryFn: ({ signal }) => api<GoldList>(`/api/review-queues/${queue}/gold`, { project, signal }),
    }),
  examShare: (project: string) =>
    queryOptions({
      queryKey: [...reviewQueries.all(project), 'exam-share'],
      queryFn: ({ signal }) => api<ExamShareView>('/api/exam-share', { project, signal }),
    }),
  insight: (project: string, model: string) =>
    queryOptions({
      queryKey: [...reviewQueries.all(project), 'insight', model],
      queryFn: ({ signal }) => api<Insight>(`/api/models/${model}/review-insight`, { project, signal }),
    }),
  reference: (project: string, model: string, version: number) =>
    queryOptions({
      queryKey: ['datasets', project, 'reference', model, version],
      queryFn: ({ signal }) =>
        api<ReferenceView>(`/api/models/${encodeURIComponent(model)}/versions/${version}/reference`, {
          project,
          signal,
        }),
    }),
};

export const saveReview = (project: string, item: string, body: NewReview): Promise<ReviewResult> =>
  api<ReviewResult>(`/api/review-items/${item}/reviews`, { method: 'POST', project, body });

export const takeBack = (project: string, item: string): Promise<ReviewItem> =>
  api<ReviewItem>(`/api/review-items/${item}/reviews/own`, { method: 'DELETE', project });

export const saveQueue = (
  project: string,
  of: { model: string } | { id: string },
  body: QueueContent,
): Promise<Queue> =>
  'id' in of
    ? api<Queue>(`/api/review-queues/${of.id}`, { method: 'PUT', project, body })
    : api<Queue>(`/api/models/${encodeURIComponent(of.model)}/review-queues`, { method: 'POST', project, body });

export const importReviews = (
  project: string,
  queue: string,
  { file, format, dryRun }: { file: File; format: ImportQuery['format']; dryRun: boolean },
): Promise<ImportedReviews> =>
  api<ImportedReviews>(`/api/review-queues/${queue}/import`, {
    method: 'POST',
    project,
    query: { format, dryRun: dryRun ? 1 : undefined },
    raw: { body: file, contentType: 'application/json' },
  });

export const assignItems = (project: string, queue: string, body: Assignment): Promise<Assigned> =>
  api<Assigned>(`/api/review-queues/${queue}/assign`, { method: 'POST', project, body });

export const addGold = (project: string, queue: string, body: NewGoldRows): Promise<AddedGold> =>
  api<AddedGold>(`/api/review-queues/${queue}/gold`, { method: 'POST', project, body });

export const removeGold = (project: string, queue: string, gold: string) =>
  apiResponse(`/api/review-queues/${queue}/gold/${gold}`, { method: 'DELETE', project });

export const saveExamShare = (project: string, body: ExamShare): Promise<ExamShareView> =>
  api<ExamShareView>('/api/exam-share', { method: 'PUT', project, body });
