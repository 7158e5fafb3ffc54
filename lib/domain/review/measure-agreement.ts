import { type AgreementSums, measureAll } from '@/lib/pure/agreement/agreement-sums';
import type { AgreementValue } from '@/lib/pure/agreement/agreement-value';
import { type AgreementInterval, bootstrapAgreement } from '@/lib/pure/agreement/bootstrap-agreement';
import { classConfusions } from '@/lib/pure/agreement/class-confusions';
import { fleissSums } from '@/lib/pure/agreement/fleiss-kappa';
import { gatherRatings } from '@/lib/pure/agreement/gather-ratings';
import { alphaSums } from '@/lib/pure/agreement/krippendorff-alpha';
import { pairKappa } from '@/lib/pure/agreement/pair-kappa';
import { pairwiseAgreement } from '@/lib/pure/agreement/pairwise-agreement';
import type { Rating, Ratings, Scale } from '@/lib/pure/agreement/ratings';
import type { QueueScale } from './agreement-scale';
import { ratingOf } from './rating-of';
import type { Measured } from './schema';
import type { GivenReview } from './store-agreement';

/** Different numbers on an ordinal scale at most: its sums are a table of all against all. */
const MOST_STEPS = 100;

/** How far blind reviews that say what it was agree: alpha on the queue's scale, and of classes the kappas and what is mistaken for what. */
export function measureAgreement(reviews: readonly GivenReview[], { isNumber, order, measure }: QueueScale) {
  const rated = reviews.filter(({ isBlind, decision, value }) => isBlind && decision === 'label' && value !== null);
  const names = new Map(rated.map(({ reviewerId, reviewerName }) => [reviewerId, reviewerName]));
  const ratings = gatherRatings(
    rated.map(({ itemId, reviewerId, value }) => ({
      unit: itemId,
      rater: reviewerId,
      value: ratingOf(value ?? '', isNumber),
    })),
  );
  const entities = new Map(rated.map(({ itemId, entityHash }) => [itemId, entityHash]));
  const blocks = ratings.units.map((unit) => entities.get(unit) ?? unit);
  const shared = ratings.values.flatMap((row, i) =>
    row.filter((cell) => cell !== null).length > 1 ? [blocks[i]] : [],
  );
  const { inScale, unordered } = ofOrder(ratings, order);
  const pairs = pairwiseAgreement(ratings)
    .filter(({ n }) => n > 0)
    .map(({ first, second, n, agreeing }) => {
      const places = [ratings.raters.indexOf(first), ratings.raters.indexOf(second)] as const;
      const found = isNumber ? null : pairKappa(ratings, places, blocks);
      return {
        first: names.get(first) ?? first,
        second: names.get(second) ?? second,
        n,
        agreeing,
        kappa: found && { ...measuredOf(found.kappa, found.interval), entities: found.interval.blocks },
      };
    });
  const classes = isNumber
    ? []
    : [...new Set(ratings.values.flat().filter((cell) => cell !== null))].map(String).sort();
  const [fleiss, ...ofClasses] = isNumber
    ? []
    : measured(fleissSums(ratings, classes), blocks, (result) => [
        result.kappa,
        ...result.classes.map(({ kappa }) => kappa),
      ]);
  return {
    items: shared.length,
    entities: new Set(shared).size,
    unordered,
    alpha: alphaOf(inScale, measure, blocks),
    fleiss: fleiss ?? null,
    classes: classes.map((label, k) => ({ label, kappa: ofClasses[k] ?? NOTHING })),
    pairs,
    confusions: isNumber
      ? []
      : classConfusions(ratings)
          .confusions.slice(0, 10)
          .map(({ one, other, units, share }) => ({ one: String(one), other: String(other), items: units, share })),
  };
}

/** Without ratings that are not in the order, which an ordinal scale has no place for, and how many these are. */
function ofOrder(ratings: Ratings, order: QueueScale['order']): { inScale: Ratings; unordered: number } {
  if (order === null) return { inScale: ratings, unordered: 0 };
  const known = new Set<Rating>(order);
  const isOutside = (cell: Rating | null) => cell !== null && !known.has(cell);
  return {
    inScale: { ...ratings, values: ratings.values.map((row) => row.map((cell) => (isOutside(cell) ? null : cell))) },
    unordered: ratings.values.flat().filter(isOutside).length,
  };
}

function alphaOf(ratings: Ratings, measure: Scale, blocks: readonly string[]): Measured {
  const isBySize = measure.level === 'ordinal' && measure.order === 'by-size';
  if (isBySize && new Set(ratings.values.flat()).size > MOST_STEPS)
    return { value: null, low: null, high: null, reason: 'too-many-steps' };
  return measured(alphaSums(ratings, measure), blocks, ({ alpha }) => [alpha])[0] ?? NOTHING;
}

const NOTHING: Measured = { value: null, low: null, high: null, reason: 'no-shared-unit' };

function measured<Result>(
  sums: AgreementSums<Result>,
  blocks: readonly string[],
  statistics: (result: Result) => readonly AgreementValue[],
): Measured[] {
  const intervals = bootstrapAgreement({ sums, statistics, blocks });
  return statistics(measureAll(sums)).map((value, i) => measuredOf(value, intervals[i]));
}

/** Without a value there is no interval either. */
const measuredOf = ({ value, reason }: AgreementValue, interval: AgreementInterval | undefined): Measured => ({
  value,
  reason,
  low: value === null ? null : (interval?.low ?? null),
  high: value === null ? null : (interval?.high ?? null),
});
