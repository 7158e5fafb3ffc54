import { sumOf } from '@/lib/pure/stats/sum-of';
import type { Overlay } from '../registry/schema';
import type { BlamedColumn } from './schema';
import type { TogetherDay } from './store-together';

const SHOWN = 5;

export interface Blame {
  reconstruction: BlamedColumn[];
  classifier: BlamedColumn[];
}

/**
 * The columns behind what a day shows of all columns together, five at most: those whose values moved farthest away from their image since the
 * learnt days, and those with the largest part in telling the day from the reference.
 */
export function blameOn(day: TogetherDay | undefined, learnt: readonly TogetherDay[], overlay: Overlay | null): Blame {
  const titles = new Map(overlay?.columns.map(({ name, title }) => [name, title]));
  const parts = (of: 'gain' | 'off'): BlamedColumn[] =>
    Object.entries(day?.columns ?? {}).flatMap(([name, column]) => {
      const now = column[of];
      if (now === null) return [];
      const before = learnt.flatMap(({ columns }) => columns[name]?.[of] ?? []);
      const mean = before.length === 0 ? now : sumOf(before) / before.length;
      return [{ name, title: titles.get(name) ?? '', now, learnt: mean }];
    });
  return {
    reconstruction: parts('off')
      .filter(({ now, learnt: before }) => now > before)
      .sort((a, b) => b.now - b.learnt - (a.now - a.learnt))
      .slice(0, SHOWN),
    classifier: parts('gain')
      .filter(({ now }) => now > 0)
      .sort((a, b) => b.now - a.now)
      .slice(0, SHOWN),
  };
}
