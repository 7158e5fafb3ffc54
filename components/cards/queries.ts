import { queryOptions } from '@tanstack/react-query';
import type { Card, CardContent, CardView } from '@/lib/domain/cards/schema';
import type { ValidationReports } from '@/lib/domain/validation/schema';
import { api } from '@/lib/platform/http/client';

/** A version of a model, as addresses name it. */
export interface OfVersion {
  project: string;
  model: string;
  number: number;
}

const all = ['cards'] as const;
const versionPath = ({ model, number }: OfVersion) => `/api/models/${encodeURIComponent(model)}/versions/${number}`;
const key = ({ project, model, number }: OfVersion) => [...all, project, model, number] as const;

export const cardQueries = {
  all,
  detail: (of: OfVersion) =>
    queryOptions({
      queryKey: [...key(of), 'detail'],
      queryFn: ({ signal }) => api<CardView>(`${versionPath(of)}/card`, { project: of.project, signal }),
    }),
  history: (of: OfVersion) =>
    queryOptions({
      queryKey: [...key(of), 'history'],
      queryFn: ({ signal }) =>
        api<{ revisions: Card[] }>(`${versionPath(of)}/card/history`, { project: of.project, signal }),
    }),
  reports: (of: OfVersion) =>
    queryOptions({
      queryKey: [...key(of), 'reports'],
      queryFn: ({ signal }) => api<ValidationReports>(`${versionPath(of)}/reports`, { project: of.project, signal }),
    }),
};

export const saveCard = (of: OfVersion, body: CardContent): Promise<Card> =>
  api(`${versionPath(of)}/card`, { method: 'PUT', project: of.project, body });

export const publishCard = (of: OfVersion): Promise<Card> =>
  api(`${versionPath(of)}/card/publish`, { method: 'POST', project: of.project });

export const restoreCard = (of: OfVersion, revision: number): Promise<Card> =>
  api(`${versionPath(of)}/card/history/${revision}/restore`, { method: 'POST', project: of.project });
