import { queryOptions } from '@tanstack/react-query';
import type { VersionSettings } from '@/lib/domain/tuning/schema';
import { api } from '@/lib/platform/http/client';

export interface OfVersion {
  project: string;
  model: string;
  number: number;
}

export const settingsPath = ({ model, number }: Pick<OfVersion, 'model' | 'number'>) =>
  `/api/models/${encodeURIComponent(model)}/versions/${number}/settings`;

export const tuningQueries = {
  settings: (of: OfVersion) =>
    queryOptions({
      queryKey: ['tuning', of.project, of.model, of.number],
      queryFn: ({ signal }) => api<VersionSettings>(settingsPath(of), { project: of.project, signal }),
    }),
};
