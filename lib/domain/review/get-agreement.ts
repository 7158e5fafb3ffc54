import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import type { AgreementSums } from '@/lib/pure/agreement/agreement-sums';
import type { AgreementValue } from '@/lib/pure/agreement/agreement-value';
import { bootstrapAgreement } from '@/lib/pure/agreement/bootstrap-agreement';
import { classConfusions } from '@/lib/pure/agreement/class-confusions';
import { fleissSums } from '@/lib/pure/agreement/fleiss-kappa';
import { gatherRatings } from '@/lib/pure/agreement/gather-ratings';
import { alphaSums } from '@/lib/pure/agreement/krippendorff-alpha';
import { pairwiseAgreement } from '@/lib/pure/agreement/pairwise-agreement';
import { raterAccuracy } from '@/lib/pure/agreement/rater-accuracy';
import { raterSpeed } from '@/lib/pure/agreement/rater-speed';
import { getServedVersion } from '../registry';
import { requireQueue } from './require';
import type { Agreement, Measured } from './schema';
import { courseOf, type GivenReview, listGivenReviews, type QueueDay } from './store-agreement';
import { type GivenGold, listGoldAnswers } from './store-gold';

const DAY_MS = 86_400_000;
/** Newest reviews that are looked at. */
const MOST_REVIEWS = 20_000;

/**
 * How far the reviewers of a queue agree beyond chance, over the last days: blind reviews only, since whoever saw others' decisions agrees with
 * them. Entities are drawn for the intervals, because rows about one entity are alike.
 */
export async function getAgreement(ctx: Ctx, input: { id: string; days: number }): Promise<Agreement> {
  const queue = await requireQueue(ctx, input.id, 'review.view');
  const to = ctx.now();
  const dayOf = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS;
  const wanted = dayOf(to.getTime()) - (input.days - 1) * DAY_MS;
  const from = new Date(Math.max(wanted, dayOf(queue.createdAt.getTime())));
  const [reviews, course, known, served] = await Promise.all([
    listGivenReviews(ctx, { queueId: queue.id, projectId: queue.projectId, since: from, limit: MOST_REVIEWS }),
    courseOf(ctx, { queueId: queue.id, since: from }),
    listGoldAnswers(ctx, queue.id, from),
    getServedVersion(ctx, { model: queue.modelId, permission: 'model.view' }).catch(nothingIfGone),
  ]);
  const isNumber = served?.served.reading.task === 'regression';
  return {
    days: input.days,
    from: from.toISOString(),
    to: to.toISOString(),
    scale: isNumber ? 'interval' : 'nominal',
    isCut: reviews.length === MOST_REVIEWS,
    ...agreementOf(reviews, isNumber),
    reviewers: reviewersOf(reviews, known, isNumber, queue.tolerance),
    course: courseDays(course, { from, to }),
  };
}

const ratingOf = (text: string, isNumber: boolean): string | number => (isNumber ? Number(text) : text);

function agreementOf(reviews: readonly GivenReview[], isNumber: boolean) {
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
  const alpha = measured(
    alphaSums(ratings, isNumber ? { level: 'interval' } : { level: 'nominal' }),
    blocks,
    (result) => [result.alpha],
  )[0];
  const pairs = pairwiseAgreement(ratings)
    .filter(({ n }) => n > 0)
    .map(({ first, second, n, agreeing, kappa }) => ({
      first: names.get(first) ?? first,
      second: names.get(second) ?? second,
      n,
      agreeing,
      kappa: isNumber ? null : kappa.value,
    }));
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
    alpha: alpha ?? NOTHING,
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

const NOTHING: Measured = { value: null, low: null, high: null, reason: 'no-shared-unit' };

function measured<Result>(
  sums: AgreementSums<Result>,
  blocks: readonly string[],
  statistics: (result: Result) => readonly AgreementValue[],
): Measured[] {
  const total = new Float64Array(sums.size);
  for (let unit = 0; unit < sums.units; unit += 1) sums.addUnit(unit, total);
  const intervals = bootstrapAgreement({ sums, statistics, blocks });
  return statistics(sums.measure(total)).map(({ value, reason }, i) => ({
    value,
    reason,
    low: value === null ? null : (intervals[i]?.low ?? null),
    high: value === null ? null : (intervals[i]?.high ?? null),
  }));
}

function reviewersOf(
  reviews: readonly GivenReview[],
  known: readonly GivenGold[],
  isNumber: boolean,
  tolerance: number,
): Agreement['reviewers'] {
  const names = new Map([...known, ...reviews].map(({ reviewerId, reviewerName }) => [reviewerId, reviewerName]));
  const byReviewer = new Map<string, GivenReview[]>([...names.keys()].map((id) => [id, []]));
  for (const review of reviews) byReviewer.get(review.reviewerId)?.push(review);
  return [...byReviewer]
    .map(([reviewerId, own]) => {
      const given = own.filter(({ decision }) => decision !== 'skip');
      const held = given.filter(({ decision, truth, isBlind }) => isBlind && decision === 'label' && truth !== null);
      const gold = raterAccuracy({
        answers: held.map(({ value }) => ratingOf(value ?? '', isNumber)),
        gold: held.map(({ truth }) => ratingOf(truth ?? '', isNumber)),
        tolerance,
      });
      return {
        name: names.get(reviewerId) ?? '',
        reviews: given.length,
        skipped: own.length - given.length,
        seconds: raterSpeed(given.map(({ tookMs }) => (tookMs === null ? null : tookMs / 1000))).quartilesSeconds,
        gold: gold.interval ? { n: gold.n, right: gold.right, ...gold.interval } : null,
        planted: plantedOf(
          known.filter((one) => one.reviewerId === reviewerId),
          isNumber,
          tolerance,
        ),
      };
    })
    .sort((a, b) => b.reviews - a.reviews || (a.name < b.name ? -1 : 1));
}

/** Of planted rows; the answer is known, so that "cannot tell" and "inputs are wrong" are not right. */
function plantedOf(known: readonly GivenGold[], isNumber: boolean, tolerance: number) {
  const { n, right, interval } = raterAccuracy({
    answers: known.map(({ decision, value }) => (decision === 'label' ? ratingOf(value ?? '', isNumber) : decision)),
    gold: known.map(({ truth }) => ratingOf(truth, isNumber)),
    tolerance,
  });
  return interval ? { n, right, ...interval } : null;
}

function courseDays(
  { days, before }: { days: readonly QueueDay[]; before: number },
  { from, to }: { from: Date; to: Date },
): Agreement['course'] {
  const known = new Map(days.map((one) => [one.day.getTime(), one]));
  const found: Agreement['course'] = [];
  let waiting = before;
  for (let ms = from.getTime(); ms <= to.getTime(); ms += DAY_MS) {
    const { added = 0, settled = 0 } = known.get(ms) ?? {};
    waiting += added - settled;
    found.push({ day: new Date(ms).toISOString().slice(0, 10), added, settled, waiting });
  }
  return found;
}
