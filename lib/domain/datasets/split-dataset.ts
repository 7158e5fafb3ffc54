import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { openVersion } from './read-rows';
import { entityHash } from './row-hash';
import type { DatasetCell, DatasetSplit, SplitQuery, SplitRule } from './schema';
import { partOf, splitFault } from './split-rows';

const MOST_CLASSES = 50;
const SHOWN_CLASSES = 10;

class PartCounter {
  rows = 0;
  readonly #entities = new Set<bigint>();
  readonly #target = new Map<string, number>();
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  add(row: { timeMs: number | null; entities: readonly DatasetCell[]; target: DatasetCell }): void {
    this.rows += 1;
    const entity = entityHash(row.entities);
    if (entity !== null) this.#entities.add(entity);
    const value = row.target === null ? '' : String(row.target);
    if (this.#target.size <= MOST_CLASSES) this.#target.set(value, (this.#target.get(value) ?? 0) + 1);
    if (row.timeMs === null) return;
    this.#from = Math.min(this.#from, row.timeMs);
    this.#to = Math.max(this.#to, row.timeMs);
  }

  finish(has: { entities: boolean; target: boolean }): DatasetSplit['train'] {
    const iso = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);
    const isClasses = has.target && this.#target.size <= MOST_CLASSES;
    return {
      rows: this.rows,
      entities: has.entities ? this.#entities.size : null,
      from: iso(this.#from),
      to: iso(this.#to),
      target: isClasses
        ? [...this.#target]
            .map(([value, rows]) => ({ value, rows }))
            .sort((a, b) => b.rows - a.rows)
            .slice(0, SHOWN_CLASSES)
        : null,
    };
  }
}

/** The two parts that a rule makes of a version, counted. Nothing is stored: the rule is the split. */
export async function splitDataset(
  ctx: Ctx,
  input: SplitQuery & { dataset: string; number?: number | undefined },
): Promise<DatasetSplit> {
  const open = await openVersion(ctx, input);
  const { roles } = open.version;
  const rule: SplitRule =
    input.by === 'time'
      ? { by: 'time', at: input.at ?? '' }
      : { by: 'group', testShare: input.testShare, seed: input.seed };
  const fault = splitFault(rule, roles);
  if (fault) throw invalidInput('by', fault);
  const names = [...new Set([roles.time, roles.target, ...roles.entities].filter((name) => name !== null))];
  const parts = { train: new PartCounter(), test: new PartCounter() };
  let untimed = 0;
  let at = 0;
  for await (const rows of open.rows(names)) {
    for (const cells of rows) {
      const cellOf = (name: string | null) => (name === null ? null : (cells[names.indexOf(name)] ?? null));
      const time = cellOf(roles.time);
      const timeMs = typeof time === 'number' ? time : null;
      const row = { timeMs, entities: roles.entities.map(cellOf), target: cellOf(roles.target), at };
      at += 1;
      const part = partOf(rule, row);
      if (part) parts[part].add(row);
      else untimed += 1;
    }
  }
  const has = { entities: roles.entities.length > 0, target: roles.target !== null };
  return { rule, train: parts.train.finish(has), test: parts.test.finish(has), untimed };
}
