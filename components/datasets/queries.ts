import { queryOptions } from '@tanstack/react-query';
import { sendFile } from '@/components/shell/send-file';
import type { LoggedKeys, LogQuery, NewBuild, QueryPreview } from '@/lib/domain/collection/schema';
import type {
  DatasetBuild,
  DatasetComparison,
  DatasetList,
  DatasetRows,
  DatasetSplit,
  DatasetUpload,
  DatasetView,
  ReferenceUpload,
  SavedUpload,
  SaveUpload,
  TakeDatasetReference,
} from '@/lib/domain/datasets/schema';
import type { Model } from '@/lib/domain/registry/schema';
import { api, apiResponse } from '@/lib/platform/http/client';
import type { SplitDraft } from './split-draft';

export const MAX_DATASET_BYTES = 50 * 1024 * 1024;
const BUILD_MS = 1000;

const isUnderWay = ({ state }: DatasetBuild) => state === 'waiting' || state === 'running';

export const datasetQueries = {
  all: (project: string) => ['datasets', project] as const,
  list: (project: string) =>
    queryOptions({
      queryKey: [...datasetQueries.all(project), 'list'],
      queryFn: ({ signal }) => api<DatasetList>('/api/datasets', { project, signal }),
    }),
  /** Asked again while a version is made. */
  builds: (project: string) =>
    queryOptions({
      queryKey: [...datasetQueries.all(project), 'builds'],
      queryFn: ({ signal }) => api<{ builds: DatasetBuild[] }>('/api/dataset-builds', { project, signal }),
      refetchInterval: ({ state: { data, error } }) => (!error && data?.builds.some(isUnderWay) ? BUILD_MS : false),
    }),
  detail: (project: string, dataset: string, number: number | null) =>
    queryOptions({
      queryKey: [...datasetQueries.all(project), 'detail', dataset, number],
      queryFn: ({ signal }) => api<DatasetView>(`/api/datasets/${dataset}`, { project, signal, query: { number } }),
    }),
  rows: (project: string, dataset: string, number: number) =>
    queryOptions({
      queryKey: [...datasetQueries.all(project), 'rows', dataset, number],
      queryFn: ({ signal }) =>
        api<DatasetRows>(`/api/datasets/${dataset}/rows`, { project, signal, query: { number } }),
    }),
  split: (project: string, dataset: string, number: number, rule: SplitDraft | null) =>
    queryOptions({
      queryKey: [...datasetQueries.all(project), 'split', dataset, number, rule],
      queryFn: ({ signal }) =>
        api<DatasetSplit>(`/api/datasets/${dataset}/split`, { project, signal, query: { number, ...rule } }),
      enabled: rule !== null,
    }),
  comparison: (
    project: string,
    dataset: string,
    number: number,
    other: { with: string; withNumber: number | undefined } | null,
  ) =>
    queryOptions({
      queryKey: [...datasetQueries.all(project), 'comparison', dataset, number, other],
      queryFn: ({ signal }) =>
        api<DatasetComparison>(`/api/datasets/${dataset}/comparison`, { project, signal, query: { number, ...other } }),
      enabled: other !== null,
    }),
  models: (project: string) =>
    queryOptions({
      queryKey: [...datasetQueries.all(project), 'models'],
      queryFn: ({ signal }) => api<{ models: Model[] }>('/api/models', { project, signal }),
    }),
  keys: (project: string, model: string) =>
    queryOptions({
      queryKey: [...datasetQueries.all(project), 'keys', model],
      queryFn: ({ signal }) =>
        api<LoggedKeys>(`/api/models/${encodeURIComponent(model)}/logged-keys`, { project, signal }),
    }),
};

export const sendUpload = (project: string, file: File, onProgress: (bytes: number) => void): Promise<DatasetUpload> =>
  sendFile<DatasetUpload>({
    address: `/api/dataset-uploads?filename=${encodeURIComponent(file.name)}`,
    project,
    file,
    contentType: /\.parquet$/i.test(file.name) ? 'application/vnd.apache.parquet' : 'text/csv',
    onProgress,
  });

export const saveUpload = (project: string, body: SaveUpload): Promise<SavedUpload> =>
  api<SavedUpload>('/api/datasets', { method: 'POST', project, body });

export const previewQuery = (project: string, query: LogQuery): Promise<QueryPreview> =>
  api<QueryPreview>('/api/dataset-builds/preview', { method: 'POST', project, body: { query } });

export const startBuild = (project: string, body: NewBuild): Promise<DatasetBuild> =>
  api<DatasetBuild>('/api/dataset-builds', { method: 'POST', project, body });

export const cancelBuild = (project: string, id: string): Promise<Response> =>
  apiResponse(`/api/dataset-builds/${id}`, { method: 'DELETE', project });

export const takeAsReference = (
  project: string,
  dataset: string,
  body: TakeDatasetReference,
): Promise<ReferenceUpload> =>
  api<ReferenceUpload>(`/api/datasets/${dataset}/reference`, { method: 'POST', project, body });

export const deleteDataset = (project: string, dataset: string): Promise<Response> =>
  apiResponse(`/api/datasets/${dataset}`, { method: 'DELETE', project });
