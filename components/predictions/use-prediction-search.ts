'use client';
import {
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryState,
  useQueryStates,
} from 'nuqs';
import { useRange } from '@/components/shell/range-control';
import { ORIGINS, type PredictionSearch, STATUSES, VERDICTS } from './prediction-search';

const parsers = {
  status: parseAsStringLiteral(STATUSES).withDefault('answered'),
  version: parseAsInteger,
  outcome: parseAsString,
  origin: parseAsStringLiteral(ORIGINS),
  context: parseAsString,
  feedback: parseAsStringLiteral(VERDICTS),
  input: parseAsString,
  bin: parseAsString,
  ownFrom: parseAsString,
  ownTo: parseAsString,
};

/** Filters of the list, kept in the address. A named range ends now and not when the page was opened. */
export function usePredictionSearch() {
  const range = useRange();
  const [chosen, choose] = useQueryStates(parsers, { history: 'push' });
  const [isLive, follow] = useQueryState('live', parseAsBoolean.withDefault(false));
  const isOwn = range.text.includes('..');
  const search: PredictionSearch = {
    ...chosen,
    from: range.window.from.toISOString(),
    to: isOwn ? range.window.to.toISOString() : null,
  };
  const { status: _, ...narrowing } = chosen;
  return {
    search,
    choose,
    /** Only an answered list that ends now can be followed. */
    isLive: isLive && !isOwn && chosen.status === 'answered',
    canFollow: !isOwn && chosen.status === 'answered',
    follow: (next: boolean) => void follow(next || null),
    isFiltered: Object.values(narrowing).some((value) => value !== null),
    clear: () =>
      void choose({
        version: null,
        outcome: null,
        origin: null,
        context: null,
        feedback: null,
        input: null,
        bin: null,
        ownFrom: null,
        ownTo: null,
      }),
  };
}
