import { queryOptions } from '@tanstack/react-query';
import type { EvaluationReport, ParityReport, ValidationReports } from '@/lib/domain/validation/schema';
import { api } from '@/lib/platform/http/client';

export interface OfVersion {
  project: string;
  model: string;
  number: number;
}

const versionPath = ({ model, number }: OfVersion) => `/api/models/${encodeURIComponent(model)}/versions/${number}`;

export const MAX_CSV_BYTES = 10 * 1024 * 1024;

export const validationQueries = {
  all: (project: string) => ['validation', project] as const,
  reports: (of: OfVersion) =>
    queryOptions({
      queryKey: [...validationQueries.all(of.project), 'reports', of.model, of.number],
      queryFn: ({ signal }) => api<ValidationReports>(`${versionPath(of)}/reports`, { project: of.project, signal }),
    }),
};

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
