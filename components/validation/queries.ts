import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { LogQuery, NewBuild } from '@/lib/domain/collection/schema';
import type { DatasetBuild, DatasetList, DatasetPlace } from '@/lib/domain/datasets/schema';
import type {
  EvaluationReport,
  GateRules,
  GateView,
  NewRegressionTest,
  ParityReport,
  RegressionReport,
  RegressionTest,
  RegressionTestPage,
  ValidationPlan,
  ValidationReports,
  ValidationRun,
  VersionRegression,
  VersionValidation,
} from '@/lib/domain/validation/schema';
import { api, apiResponse } from '@/lib/platform/http/client';

export interface OfVersion {
  project: string;
  model: string;
  number: number;
}

const versionPath = ({ model, number }: OfVersion) => `/api/models/${encodeURIComponent(model)}/versions/${number}`;

const AGAIN_MS = 3000;
const UNDER_WAY_MS = 1000;
const gatePath = (model: string) => `/api/models/${encodeURIComponent(model)}/gate`;
export const MAX_CSV_BYTES = 10 * 1024 * 1024;

export const validationQueries = {
  all: (project: string) => ['validation', project] as const,
  reports: (of: OfVersion) =>
    queryOptions({
      queryKey: [...validationQueries.all(of.project), 'reports', of.model, of.number],
      queryFn: ({ signal }) => api<ValidationReports>(`${versionPath(of)}/reports`, { project: of.project, signal }),
    }),
  /** Asked again while the worker runs the version on tests that it does not know yet. */
  regression: (of: OfVersion) =>
    queryOptions({
      queryKey: [...validationQueries.all(of.project), 'regression', of.model, of.number],
      queryFn: ({ signal }) =>
        api<VersionRegression>(`${versionPath(of)}/regression-tests`, { project: of.project, signal }),
      refetchInterval: ({ state: { data } }) =>
        data && data.tests > 0 && !data.isCurrent && data.failure === null ? AGAIN_MS : false,
    }),
  /** Asked again while the version is examined. */
  validation: (of: OfVersion) =>
    queryOptions({
      queryKey: [...validationQueries.all(of.project), 'validation', of.model, of.number],
      queryFn: ({ signal }) => api<VersionValidation>(`${versionPath(of)}/validation`, { project: of.project, signal }),
      refetchInterval: ({ state: { data } }) =>
        data?.run?.state === 'waiting' || data?.run?.state === 'running' ? UNDER_WAY_MS : false,
    }),
  gate: (project: string, model: string) =>
    queryOptions({
      queryKey: [...validationQueries.all(project), 'gate', model],
      queryFn: ({ signal }) => api<GateView>(gatePath(model), { project, signal }),
    }),
  datasets: (project: string) =>
    queryOptions({
      queryKey: ['datasets', project] as const,
      queryFn: ({ signal }) => api<DatasetList>('/api/datasets', { project, signal }),
    }),
  /** Asked again while a version of a dataset is made. */
  builds: (project: string) =>
    queryOptions({
      queryKey: [...validationQueries.all(project), 'builds'],
      queryFn: ({ signal }) => api<{ builds: DatasetBuild[] }>('/api/dataset-builds', { project, signal }),
      refetchInterval: ({ state: { data, error } }) =>
        !error && data?.builds.some(({ state }) => state === 'waiting' || state === 'running') ? UNDER_WAY_MS : false,
    }),
  tests: (project: string, model: string) =>
    infiniteQueryOptions({
      queryKey: [...validationQueries.all(project), 'tests', model],
      queryFn: ({ signal, pageParam }) =>
        api<RegressionTestPage>(`/api/models/${encodeURIComponent(model)}/regression-tests`, {
          project,
          signal,
          query: { limit: 25, cursor: pageParam },
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
    }),
};

export const startValidation = (of: OfVersion, plan: ValidationPlan): Promise<ValidationRun> =>
  api<ValidationRun>(`${versionPath(of)}/validation`, { method: 'POST', project: of.project, body: plan });

const DAY_MS = 86_400_000;

/** Has labelled rows of the log made a dataset, and the version examined on them. Labels of picked rows say nothing about the others. */
export const examineOnLog = (
  of: OfVersion,
  asked: { days: number; nowMs: number; place: DatasetPlace; plan: ValidationPlan | null },
): Promise<DatasetBuild> => {
  const { days, nowMs, place, plan } = asked;
  const body: Pick<NewBuild, 'place' | 'examine'> & { query: Partial<LogQuery> } = {
    place,
    query: {
      model: of.model,
      from: new Date(nowMs - days * DAY_MS).toISOString(),
      to: new Date(nowMs).toISOString(),
      labelSources: ['automatic', 'random-sample'],
    },
    examine: { version: of.number, fairness: plan?.fairness ?? [], monotone: plan?.monotone ?? [] },
  };
  return api<DatasetBuild>('/api/dataset-builds', { method: 'POST', project: of.project, body });
};

export const cancelValidation = (of: OfVersion): Promise<Response> =>
  apiResponse(`${versionPath(of)}/validation`, { method: 'DELETE', project: of.project });

export const saveGate = (project: string, model: string, body: GateRules): Promise<GateView> =>
  api<GateView>(gatePath(model), { method: 'PUT', project, body });

export const runRegression = (of: OfVersion): Promise<RegressionReport> =>
  api<RegressionReport>(`${versionPath(of)}/regression-tests`, { method: 'POST', project: of.project });

export const copyAsTest = (project: string, rowId: string, body: NewRegressionTest): Promise<RegressionTest> =>
  api<RegressionTest>(`/api/predictions/${rowId}/regression-test`, { method: 'POST', project, body });

export const takeOutTest = (project: string, id: string, reason: string): Promise<Response> =>
  apiResponse(`/api/regression-tests/${id}`, { method: 'DELETE', project, query: { reason } });

const sendCsv = <T>(of: OfVersion, action: string, file: File, query: Record<string, string | number | null>) =>
  api<T>(`${versionPath(of)}/${action}`, {
    method: 'POST',
    project: of.project,
    query: { filename: file.name, ...query },
    raw: { body: file, contentType: 'text/csv' },
  });

export const runParity = (
  of: OfVersion,
  input: { file: File; prediction: string | null; tolerance: number },
): Promise<ParityReport> =>
  sendCsv(of, 'parity', input.file, { prediction: input.prediction, tolerance: input.tolerance });

export const runEvaluation = (
  of: OfVersion,
  input: { file: File; target: string; group: string | null },
): Promise<EvaluationReport> => sendCsv(of, 'evaluation', input.file, { target: input.target, group: input.group });
