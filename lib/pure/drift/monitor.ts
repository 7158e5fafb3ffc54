import { type BlockTest, permuteBlocks, typicalRows } from './permute-blocks';
import type { BlockScores, WatchedComponent } from './watch';

/** Lengths of the windows that end with each new block. */
export const WINDOWS = [1, 3, 7] as const;
/** Blocks that are needed to learn from. */
export const FEWEST_BLOCKS = 7;
const MONTH = 30;

/** Largest p at which a window of any length raises an alarm. Example: one false alarm in 30 days is 1/90 for each. */
export const levelOf = (falseAlarms: number): number => falseAlarms / MONTH / WINDOWS.length;

export interface MonitoredBlock {
  /** The test with the smallest p for its share of the budget. */
  test: BlockTest | null;
  isAlarm: boolean;
  /** An alarm that does not follow on another. */
  isNew: boolean;
}

/** What new blocks are held against: always the same first ones, or those right before each window. */
export type MonitorMode = 'first' | 'before';

/**
 * Looks at every new block (day) and at the last three and seven together. A month of 30 blocks like those they are held against raises at most
 * `falseAlarms` false alarms on average: each block has `falseAlarms / 30` of it, each window length an equal part of that, and
 * expectations add up whatever depends on what. Held against the first blocks, a change stays an alarm for as long as it lasts; held
 * against those before, only its beginning is one, and slow change is none. Windows that the new blocks do not fill yet are left out;
 * with fewer than seven blocks to learn from nothing is tested.
 */
export function monitorBlocks(
  components: readonly WatchedComponent[],
  blocks: { reference: readonly BlockScores[]; live: readonly BlockScores[] },
  falseAlarms: number,
  mode: MonitorMode = 'first',
): MonitoredBlock[] {
  const level = levelOf(falseAlarms);
  const learnt = blocks.reference.length;
  const all = [...blocks.reference, ...blocks.live];
  const typical = mode === 'first' ? typicalRows(components, blocks.reference) : undefined;
  let wasAlarm = false;
  return blocks.live.map((_, last) => {
    let test: BlockTest | null = null;
    for (const length of WINDOWS) {
      if (last + 1 < length || learnt < FEWEST_BLOCKS) continue;
      const end = learnt + last + 1;
      const window = all.slice(end - length, end);
      const reference = mode === 'first' ? blocks.reference : all.slice(end - length - learnt, end - length);
      const found = permuteBlocks(components, { reference, window }, typical);
      if (!test || found.p < test.p) test = found;
    }
    const isAlarm = test !== null && test.p <= level;
    const isNew = isAlarm && !wasAlarm;
    wasAlarm = isAlarm;
    return { test, isAlarm, isNew };
  });
}
