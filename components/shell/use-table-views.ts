'use client';
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs';

/** Which charts of a page are shown as tables, kept in the address: `?table=calls,latency`. */
export function useTableViews() {
  const [shown, setShown] = useQueryState('table', parseAsArrayOf(parseAsString).withDefault([]));
  return (chart: string) => ({
    view: shown.includes(chart) ? ('table' as const) : ('chart' as const),
    onView: (view: 'chart' | 'table') => {
      const others = shown.filter((key) => key !== chart);
      void setShown(view === 'table' ? [...others, chart] : others.length > 0 ? others : null);
    },
  });
}
