import { answerColumn } from '@/lib/pure/drift/answers-profile';
import type { ColumnCounts } from '@/lib/pure/drift/components';
import { type MonitoredBlock, monitorBlocks, WINDOWS } from '@/lib/pure/drift/monitor';
import { type BlockScores, scoreBlock, watchedComponents } from '@/lib/pure/drift/watch';
import type { ReferenceProfile } from '@/lib/pure/stats/reference-profile';
import type { LoggedDay } from '../predictions';
import type { ReadWatch } from './read-watch';
import type { DriftSettings } from './schema';
import { togetherOf } from './together-kinds';

/** The answers among the columns: no column has an empty name. */
export const ANSWER = '';

export interface ScoredDays {
  components: ReturnType<typeof watchedComponents>;
  blocks: BlockScores[];
}

/** What the days say of each component; null while too few days are there to learn from, and without a reference. */
export function scoreWatch(
  { reference, settings, together, kinds }: Pick<ReadWatch, 'reference' | 'settings' | 'together' | 'kinds'>,
  { learnt, watched }: ReadWatch['days'],
): ScoredDays | null {
  if (!reference || learnt.length < settings.learningDays) return null;
  const days = [...learnt, ...watched];
  const answers = answerColumn(days.map(({ outputs }) => outputs));
  const columns = new Map<string, ReferenceProfile>(Object.entries(reference.columns));
  if (answers) columns.set(ANSWER, answers.profile);
  const components = watchedComponents(columns, kinds);
  const blocks = days.map((day) => {
    const counts = countsOf(day);
    if (answers) counts.set(ANSWER, answers.countsOf(day.outputs));
    return scoreBlock(components, counts, togetherOf(together.get(day.dayMs)));
  });
  return { components, blocks };
}

/** Rows that are not counted over this reference yet say nothing. */
export function countsOf({ features }: LoggedDay): Map<string, ColumnCounts> {
  return new Map(
    [...features].flatMap(([name, { nulls, reference }]) =>
      reference ? [[name, { counts: reference.counts, unseen: reference.unseen, nulls }]] : [],
    ),
  );
}

/** The verdict on each day after the learnt ones, or on those of them from one on: judging a day is what takes time. */
export function judgeDays(
  { components, blocks }: ScoredDays,
  learnt: number,
  { falseAlarms, against }: DriftSettings,
  from = 0,
): MonitoredBlock[] {
  // The longest window of the first day reaches back over days that are not judged.
  const skipped = Math.max(0, from - Math.max(...WINDOWS) + 1);
  const start = against === 'first' ? 0 : skipped;
  const reference = blocks.slice(start, start + learnt);
  const live = blocks.slice(learnt + skipped);
  return monitorBlocks(components, { reference, live }, falseAlarms, against).slice(from - skipped);
}
