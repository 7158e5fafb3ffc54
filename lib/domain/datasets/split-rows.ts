import { createHash } from 'node:crypto';
import type { DatasetCell, DatasetRoles, SplitRule } from './schema';

/** The part that a row is in; null for a row without a time in a split by time. */
export type Part = 'train' | 'test' | null;

/** What a split looks at in a row. */
export interface SplitRow {
  timeMs: number | null;
  entities: readonly DatasetCell[];
  /** The row's place in the file, which stands for an entity where it names none. */
  at: number;
}

/** The part of each row by a rule: the same for the same rows, whoever asks, and all rows of an entity in one part. */
export function partOf(rule: SplitRule, { timeMs, entities, at }: SplitRow): Part {
  if (rule.by === 'time') return timeMs === null ? null : timeMs < Date.parse(rule.at) ? 'train' : 'test';
  const group = entities.every((cell) => cell === null) ? ['row', at] : ['entity', ...entities];
  const hash = createHash('sha256')
    .update(JSON.stringify([rule.seed, ...group]))
    .digest();
  return hash.readUInt32BE() / 2 ** 32 < rule.testShare ? 'test' : 'train';
}

/** Why a rule cannot split rows with these roles, or null. */
export function splitFault(
  rule: SplitRule,
  { time, entities }: Pick<DatasetRoles, 'time' | 'entities'>,
): string | null {
  if (rule.by === 'time' && time === null) return 'no column of this version is the time of its rows';
  if (rule.by === 'group' && entities.length === 0)
    return 'no column of this version says what rows belong together by';
  return null;
}
