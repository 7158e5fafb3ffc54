import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { raterAccuracy } from '@/lib/pure/agreement/rater-accuracy';
import { raterSpeed } from '@/lib/pure/agreement/rater-speed';
import { getServedVersion } from '../registry';
import { agreementScale } from './agreement-scale';
import { measureAgreement } from './measure-agreement';
import { everyDay, queueWindow } from './queue-window';
import { ratingOf } from './rating-of';
import { requireQueue } from './require';
import type { Agreement } from './schema';
import { courseOf, type GivenReview, listGivenReviews, type QueueDay } from './store-agreement';
import { type GivenGold, listGoldAnswers } from './store-gold';

/** Newest reviews that are looked at. */
const MOST_REVIEWS = 20_000;

/**
 * How far the reviewers of a queue agree beyond chance, over the last days: blind reviews only, since whoever saw others' decisions agrees with
 * them. Entities are drawn for the intervals, because rows about one entity are alike.
 */
export async function getAgreement(ctx: Ctx, input: { id: string; days: number }): Promise<Agreement> {
  const queue = await requireQueue(ctx, input.id, 'review.view');
  const { from, to } = queueWindow(queue, input.days, ctx.now());
  const [reviews, course, known, served] = await Promise.all([
    listGivenReviews(ctx, { queueId: queue.id, projectId: queue.projectId, since: from, limit: MOST_REVIEWS }),
    courseOf(ctx, { queueId: queue.id, since: from }),
    listGoldAnswers(ctx, queue.id, from),
    getServedVersion(ctx, { model: queue.modelId, permission: 'model.view' }).catch(nothingIfGone),
  ]);
  const scale = agreementScale(queue, served?.served.reading);
  return {
    days: input.days,
    from: from.toISOString(),
    to: to.toISOString(),
    scale: scale.scale,
    order: scale.order && [...scale.order],
    isCut: reviews.length === MOST_REVIEWS,
    ...measureAgreement(reviews, scale),
    reviewers: reviewersOf(reviews, known, scale.isNumber, queue.tolerance),
    course: courseDays(course, { from, to }),
  };
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
  let waiting = before;
  return everyDay({ from, to }, days).map(({ day, found }) => {
    const { added = 0, settled = 0 } = found ?? {};
    waiting += added - settled;
    return { day, added, settled, waiting };
  });
}
