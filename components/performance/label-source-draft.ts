import { LabelSourceContent, type LabelSourceView } from '@/lib/domain/feedback/schema';

/** A source as its form holds it. The secret is typed; one that is kept is not known here. */
export interface SourceDraft {
  name: string;
  kind: LabelSourceView['kind'];
  url: string;
  secret: string;
  sql: string;
  key: string;
  label: string;
  by: 'id' | 'context';
  context: string;
  days: number | null;
  source: LabelSourceView['source'];
  every: LabelSourceView['every'];
  hour: number | null;
  enabled: boolean;
}

export const NEW_SOURCE: SourceDraft = {
  name: '',
  kind: 'sql',
  url: '',
  secret: '',
  sql: '',
  key: 'id',
  label: 'label',
  by: 'id',
  context: 'entity',
  days: 28,
  source: 'automatic',
  every: 'hour',
  hour: 3,
  enabled: true,
};

export const draftOf = (saved: LabelSourceView): SourceDraft => ({
  name: saved.name,
  kind: saved.kind,
  url: saved.url,
  secret: '',
  sql: saved.sql,
  key: saved.key,
  label: saved.label,
  by: saved.context === null ? 'id' : 'context',
  context: saved.context ?? NEW_SOURCE.context,
  days: saved.days,
  source: saved.source,
  every: saved.every,
  hour: saved.hour,
  enabled: saved.enabled,
});

/** What the server is sent. A kept secret stays while the address does, and is given up with it. */
export function contentOf({ by, context, secret, days, hour, ...draft }: SourceDraft, saved: LabelSourceView | null) {
  const isSame = saved !== null && saved.url === draft.url.trim();
  return {
    ...draft,
    context: by === 'context' ? context.trim() : null,
    days: days ?? 0,
    hour: hour ?? -1,
    ...(secret !== '' ? { secret } : saved?.hasSecret && !isSame ? { secret: null } : {}),
  };
}

const FIELDS = ['name', 'url', 'secret', 'sql', 'key', 'label', 'context', 'days', 'hour'] as const;
export type SourceField = (typeof FIELDS)[number];

/** What does not fit yet, by the rules of the server. */
export function faultsOf(draft: SourceDraft, saved: LabelSourceView | null): SourceField[] {
  const result = LabelSourceContent.safeParse(contentOf(draft, saved));
  const wrong = result.success ? [] : result.error.issues.map(({ path }) => path[0]);
  return FIELDS.filter((field) => wrong.includes(field));
}
