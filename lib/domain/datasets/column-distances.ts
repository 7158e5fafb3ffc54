import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import { jensenShannonDistance } from '@/lib/pure/stats/jensen-shannon';
import { populationStabilityIndex } from '@/lib/pure/stats/psi';
import { binIndex } from '@/lib/pure/stats/reference-profile';
import type { ColumnFacts, DatasetCell } from './schema';

/** How far cells of now are from a column of before, over the bins of before; its rare categories and those that it has not are one bin. */
export function columnDistances({ shape }: Pick<ColumnFacts, 'shape'>, cells: readonly DatasetCell[]) {
  const isCategory = shape.kind === 'category';
  const before = isCategory ? [...shape.counts, shape.other] : shape.counts;
  const after = before.map(() => 0);
  for (const cell of cells) {
    const bin = binIndex(shape, isCategory && cell !== null ? String(cell).slice(0, 200) : toBinned(cell));
    if (bin === 'null') continue;
    const at = bin === 'unseen' ? after.length - 1 : bin;
    after[at] = (after[at] ?? 0) + 1;
  }
  return {
    psi: finiteOrNull(populationStabilityIndex(before, after)),
    jensenShannon: finiteOrNull(jensenShannonDistance(before, after)),
  };
}

const toBinned = (cell: DatasetCell): number | string | null => (typeof cell === 'boolean' ? String(cell) : cell);
