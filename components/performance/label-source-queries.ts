import { queryOptions } from '@tanstack/react-query';
import type { LabelFile, LabelSources, LabelSourceView } from '@/lib/domain/feedback/schema';
import { api, apiResponse } from '@/lib/platform/http/client';
import type { contentOf } from './label-source-draft';
import { performanceQueries } from './queries';

const RUNNING_MS = 3000;
const QUIET_MS = 60_000;

interface At {
  project: string;
  model: string;
}

const address = ({ model }: At, rest = '') => `/api/models/${encodeURIComponent(model)}/label-sources${rest}`;

/** Asked again while one is pulled, and now and then because the worker pulls too. */
export const labelSourcesQuery = (at: At) =>
  queryOptions({
    queryKey: [...performanceQueries.all(at.project), at.model, 'label sources'],
    queryFn: ({ signal }) => api<LabelSources>(address(at), { project: at.project, signal }),
    refetchInterval: ({ state: { data, error } }) =>
      error ? false : data?.sources.some(({ isRunning }) => isRunning) ? RUNNING_MS : QUIET_MS,
  });

type Content = ReturnType<typeof contentOf>;

export const saveSource = (at: At, id: string | null, body: Content): Promise<LabelSourceView> =>
  api(address(at, id === null ? '' : `/${id}`), { method: id === null ? 'POST' : 'PUT', project: at.project, body });

export const trySource = (at: At, id: string | null, source: Content): Promise<LabelFile> =>
  api(address(at, '/try'), { method: 'POST', project: at.project, body: { id, source } });

export const runSource = (at: At, id: string): Promise<LabelFile> =>
  api(address(at, `/${id}/run`), { method: 'POST', project: at.project });

export const deleteSource = (at: At, id: string): Promise<Response> =>
  apiResponse(address(at, `/${id}`), { method: 'DELETE', project: at.project });
