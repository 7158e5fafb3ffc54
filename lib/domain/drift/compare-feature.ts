import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import { jensenShannonDistance } from '@/lib/pure/stats/jensen-shannon';
import { populationStabilityIndex } from '@/lib/pure/stats/psi';
import type { ColumnReference } from '../datasets/schema';
import type { FeatureCounts } from '../predictions';
import { type DescribedText, type DriftFeature, type DriftState, FEW_ROWS, PSI_MUCH, PSI_SOME } from './schema';

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function stateOf(compared: number, psi: number | null): DriftState {
  if (compared === 0 || psi === null) return 'no-data';
  if (compared < FEW_ROWS) return 'few-rows';
  return psi > PSI_MUCH ? 'much' : psi > PSI_SOME ? 'some' : 'steady';
}

/** Reference and window of one column over the reference's bins. `counts` is what the log counted, undefined where it has nothing. */
export function compareFeature(input: {
  name: string;
  title: string;
  unit: string;
  reference: ColumnReference;
  counts: FeatureCounts | undefined;
  profileId: string;
}): DriftFeature {
  const { reference, counts } = input;
  const counted = counts?.reference?.profile === input.profileId ? counts.reference : null;
  const current = reference.counts.map((_, bin) => counted?.counts[bin] ?? 0);
  const unseen = counted?.unseen ?? 0;
  const isCategory = reference.kind === 'category';
  const before = isCategory ? [...reference.counts, reference.other] : reference.counts;
  const now = isCategory ? [...current, unseen] : current;
  const compared = sum(now);
  const psi = compared === 0 ? null : finiteOrNull(populationStabilityIndex(before, now));
  return {
    name: input.name,
    title: input.title,
    unit: input.unit,
    psi,
    jensenShannon: compared === 0 ? null : finiteOrNull(jensenShannonDistance(before, now)),
    state: stateOf(compared, psi),
    reference: { rows: reference.n + reference.nulls, nulls: reference.nulls },
    current: { rows: counts?.n ?? 0, nulls: counts?.nulls ?? 0, compared },
    shape: isCategory
      ? {
          kind: 'category',
          categories: reference.categories,
          reference: reference.counts,
          current,
          referenceOther: reference.other,
          currentOther: unseen,
        }
      : {
          kind: 'number',
          edges: reference.edges,
          reference: reference.counts.slice(1, -1),
          current: current.slice(1, -1),
          referenceOutside: ends(reference.counts),
          currentOutside: ends(current),
          referenceQuantiles: reference.quantiles,
        },
    text: describedText(reference),
  };
}

function describedText(reference: ColumnReference): DescribedText | null {
  if (reference.kind === 'category' || !reference.text) return null;
  const { vocabulary: _, ...text } = reference.text;
  return text;
}

const ends = (counts: readonly number[]) => ({ below: counts[0] ?? 0, above: counts.at(-1) ?? 0 });
