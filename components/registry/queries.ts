import { queryOptions } from '@tanstack/react-query';
import type { Demo } from '@/lib/domain/demo/schema';
import type { ProjectTraffic } from '@/lib/domain/monitoring/schema';
import type { PersonalContextView } from '@/lib/domain/predictions/schema';
import type { Model, OverlayView, Upload, Version } from '@/lib/domain/registry/schema';
import { api } from '@/lib/platform/http/client';

const POLL_MS = 700;
const TRAFFIC_EVERY_MS = 30_000;

export const versionPath = (model: string, number: number) =>
  `/api/models/${encodeURIComponent(model)}/versions/${number}`;

export const contextPath = (model: string) => `/api/models/${encodeURIComponent(model)}/personal-context`;

export const isFinalUpload = (state: Upload['state']) =>
  state === 'ready' || state === 'refused' || state === 'cancelled';

export const registryQueries = {
  all: (project: string) => ['registry', project] as const,
  models: (project: string) =>
    queryOptions({
      queryKey: [...registryQueries.all(project), 'models'],
      queryFn: ({ signal }) => api<{ models: Model[] }>('/api/models', { project, signal }),
    }),
  /** The last seven days of every model. */
  traffic: (project: string) =>
    queryOptions({
      queryKey: [...registryQueries.all(project), 'traffic'],
      queryFn: ({ signal }) => api<ProjectTraffic>('/api/traffic', { project, signal }),
      refetchInterval: TRAFFIC_EVERY_MS,
    }),
  version: (project: string, model: string, number: number) =>
    queryOptions({
      queryKey: [...registryQueries.all(project), 'version', model, number],
      queryFn: ({ signal }) => api<Version>(versionPath(model, number), { project, signal }),
    }),
  overlay: (project: string, model: string, number: number) =>
    queryOptions({
      queryKey: [...registryQueries.all(project), 'overlay', model, number],
      queryFn: ({ signal }) => api<OverlayView>(`${versionPath(model, number)}/overlay`, { project, signal }),
    }),
  /** What the log keeps of what callers say of their rows. */
  personalContext: (project: string, model: string) =>
    queryOptions({
      queryKey: [...registryQueries.all(project), 'personal-context', model],
      queryFn: ({ signal }) => api<PersonalContextView>(contextPath(model), { project, signal }),
    }),
  /** Asked again until the check has ended. */
  upload: (project: string, id: string) =>
    queryOptions({
      queryKey: [...registryQueries.all(project), 'upload', id],
      queryFn: ({ signal }) => api<Upload>(`/api/uploads/${id}`, { project, signal }),
      refetchInterval: ({ state: { data, error } }) => (error || (data && isFinalUpload(data.state)) ? false : POLL_MS),
      staleTime: 0,
    }),
  /** Asked again while the demo loads. */
  demo: (project: string) =>
    queryOptions({
      queryKey: [...registryQueries.all(project), 'demo'],
      queryFn: ({ signal }) => api<Demo>('/api/demo', { project, signal }),
      refetchInterval: ({ state: { data, error } }) => (!error && data?.state === 'loading' ? POLL_MS : false),
    }),
};
