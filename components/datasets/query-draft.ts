import type { LoggedKeys, LogQuery } from '@/lib/domain/collection/schema';
import type { RowFilter } from '@/lib/domain/datasets/schema';
import { LABEL_SOURCES } from '@/lib/domain/feedback/schema';

export interface QueryDraft {
  model: string;
  /** Days in UTC; `to` is within. */
  from: string;
  to: string;
  filters: FilterDraft[];
  reviewedOnly: boolean;
  labelSources: (typeof LABEL_SOURCES)[number][];
  context: string[];
}
export interface FilterDraft {
  from: RowFilter['from'];
  name: string;
  values: string;
}

const DAY_MS = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** All that the log has of a model, by the labels that say something about every row. */
export function firstDraft(model: string, keys: Pick<LoggedKeys, 'from' | 'to'>, nowMs: number): QueryDraft {
  return {
    model,
    from: keys.from?.slice(0, 10) ?? dayOf(nowMs - 90 * DAY_MS),
    to: keys.to ? dayOf(Date.parse(keys.to) - 1) : dayOf(nowMs),
    filters: [],
    reviewedOnly: false,
    labelSources: ['automatic', 'random-sample', 'review'],
    context: [],
  };
}

/** The query that a draft means; null where it has no days that go forward, no source, or a filter without value. */
export function queryOf(draft: QueryDraft): LogQuery | null {
  const { from, to, filters, labelSources, ...rest } = draft;
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const written = filters.map(({ values, ...filter }) => ({
    ...filter,
    values: values
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== ''),
  }));
  if (!(fromMs <= toMs) || labelSources.length === 0) return null;
  if (written.some(({ name, values }) => name === '' || values.length === 0)) return null;
  return {
    ...rest,
    versions: null,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs + DAY_MS).toISOString(),
    filters: written,
    labelSources,
  };
}

export const toggle = <Value>(list: readonly Value[], value: Value): Value[] =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value];

export const SOURCES = LABEL_SOURCES;
