import type { Ctx } from '@/lib/platform/context';
import { quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import { countLabelDays, isAnyDayDue } from '../feedback';
import { listRollups } from '../predictions';
import { getModel } from '../registry';
import { countEntities, describeBlocks, groupsOf, waysOf } from './blocks-of-days';
import { bucketOfDays, countDays, sumByBucket, sumOf } from './course';
import { classValues, describeClasses } from './describe-classes';
import { describeNumbers, numberValues } from './describe-numbers';
import type { Measures } from './measures';
import { factsOf, titled } from './model-facts';
import { windowOf } from './performance-window';
import { PERFORMANCE_SOURCES, type Performance, type PerformanceQuery } from './schema';
import { listPerformanceDays, type PerformanceDay } from './store';
import { findBlockChoice, listBlockDays, nameOfDay } from './store-blocks';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How right a model was in some days, by the labels that have arrived. Read from sums per day only. */
export async function getPerformance(ctx: Ctx, input: PerformanceQuery & { model: string }): Promise<Performance> {
  const model = await getModel(ctx, { model: input.model, permission: 'performance.view' });
  const [fromMs, toMs] = windowOf(input, ctx.now().getTime());
  const version = input.version ?? null;
  const of = { projectId: model.projectId, modelId: model.id, fromMs, toMs };
  const choice = await findBlockChoice(ctx, model.id);
  const [all, byEntity, rollups, marks, facts] = await Promise.all([
    listPerformanceDays(ctx, of),
    listBlockDays(ctx, of, choice?.choice ?? null, 'measures'),
    listRollups(ctx, { ...of, versions: version === null ? undefined : [version] }, []),
    countLabelDays(ctx, of),
    factsOf(ctx, model, version),
  ]);
  const isClasses = facts.task === null ? all.some(({ measures }) => measures.classes) : facts.task !== 'regression';
  const known = all.filter(({ measures: { classes, numbers } }) => (isClasses ? !numbers : !classes));
  const shown = known.filter((day) => day.route !== 'shadow' && (version === null || day.versionNumber === version));
  const headline = shown.filter(({ source }) => source !== 'chosen');
  const basis = countDays(headline) > 0 ? 'headline' : countDays(shown) > 0 ? 'chosen' : null;
  const counted = basis === 'headline' ? headline : shown;
  const total = sumOf(counted);
  const days = sumByBucket(counted, 'day').map(([, measures]) => measures);
  const groups = choice && [...groupsOf(counted, byEntity).values()];
  const ways = waysOf(groups, days);
  const entitiesOf = (some: readonly PerformanceDay[]) => countEntities(some, byEntity, ({ measures }) => measures.n);
  const uncounted = choice ? counted.filter((day) => !byEntity.has(nameOfDay(day))).map(({ dayMs }) => dayMs) : [];
  const everything = sumOf(shown);
  const basisOfDays = all.some(({ dayMs, ownDayMs }) => dayMs !== ownDayMs) ? 'own-time' : 'received';
  const [firstMs, lastMs] = basisOfDays === 'own-time' && counted.length > 0 ? spanOf(counted) : [fromMs, toMs];
  const bucket = bucketOfDays((lastMs - firstMs) / DAY_MS);
  const valuesOf = (measures: Measures) => (isClasses ? classValues(measures, facts.classes) : numberValues(measures));
  const summaryOf = (some: readonly PerformanceDay[]) => {
    const sum = sumOf(some);
    return {
      n: sum.n,
      days: countDays(some),
      entities: choice && entitiesOf(some).blocks,
      values: valuesOf(sum),
    };
  };
  const [p50 = null, p90 = null] = quantilesOfSketch(total.delayMs, [0.5, 0.9]);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    version,
    task: facts.task,
    basis,
    basisOfDays,
    n: total.n,
    effectiveRows: total.squaredWeight > 0 ? total.weight ** 2 / total.squaredWeight : 0,
    days: days.length,
    blocks: describeBlocks({
      days: days.length,
      entity: choice && titled(choice, facts),
      counted: entitiesOf(counted),
      groups: groups?.length ?? 0,
      isPending: uncounted.length > 0 && (await isAnyDayDue(ctx, model.projectId, uncounted)),
    }),
    labels: {
      answeredRows: rollups.reduce((sum, { rollup }) => sum + rollup.rows, 0),
      labelledRows: everything.labelled,
      sources: PERFORMANCE_SOURCES.map((source) => ({
        source,
        ...summaryOf(shown.filter((day) => day.source === source)),
      })),
      misfits: everything.misfits,
      misfitValues: [...everything.misfitValues].map(([value, n]) => ({ value, n })).sort((a, b) => b.n - a.n),
      unanswered: everything.unanswered,
      unmatched: marks.unmatched,
      delayHours: { p50: p50 === null ? null : p50 / HOUR_MS, p90: p90 === null ? null : p90 / HOUR_MS },
      isPending: marks.isPending,
    },
    result: total.classes
      ? describeClasses({ classes: total.classes, ways, known: facts.classes, names: facts.names })
      : total.numbers
        ? describeNumbers({ numbers: total.numbers, ways, unit: facts.unit })
        : null,
    course: {
      bucket,
      to: new Date(lastMs).toISOString(),
      points: sumByBucket(counted, bucket).map(([at, measures]) => ({
        at: new Date(at).toISOString(),
        n: measures.n,
        values: valuesOf(measures),
      })),
    },
    routes: groupByRoute(known.filter(({ source }) => (source === 'chosen') === (basis === 'chosen')))
      .map(({ version: number, route, days: some }) => ({ version: number, route, ...summaryOf(some) }))
      .filter(({ n }) => n > 0)
      .sort((a, b) => b.version - a.version || a.route.localeCompare(b.route)),
  };
}

/** From the first own day of rows to the end of the last. */
function spanOf(days: readonly PerformanceDay[]): [number, number] {
  const own = days.map(({ ownDayMs }) => ownDayMs);
  return [Math.min(...own), Math.max(...own) + DAY_MS];
}

function groupByRoute(days: readonly PerformanceDay[]): { version: number; route: string; days: PerformanceDay[] }[] {
  const groups = new Map<string, { version: number; route: string; days: PerformanceDay[] }>();
  for (const day of days) {
    const name = `${day.versionNumber}/${day.route}`;
    const group = groups.get(name) ?? { version: day.versionNumber, route: day.route, days: [] };
    group.days.push(day);
    groups.set(name, group);
  }
  return [...groups.values()];
}
