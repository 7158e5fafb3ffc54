import type { Ctx } from '@/lib/platform/context';
import { isAnyDayDue } from '../feedback';
import { getModel } from '../registry';
import { countEntities, describeBlocks } from './blocks-of-days';
import { describeColumns, describeFairness, describeWeakest } from './describe-slices';
import { factsOf, nameOfClass, titled } from './model-facts';
import { windowOf } from './performance-window';
import type { PerformanceQuery, SliceColumn, Slices } from './schema';
import { sliceWaysOf } from './slice-ways';
import { findBlockChoice, listBlockDays, nameOfDay } from './store-blocks';
import { findSliceSettings, listLabelledDays, listSliceDays, type SliceDay } from './store-slices';

/** How right a model was by slice, where it is weakest, and how far groups are apart. Read from sums per day only. */
export async function getSlices(ctx: Ctx, input: PerformanceQuery & { model: string }): Promise<Slices> {
  const model = await getModel(ctx, { model: input.model, permission: 'performance.view' });
  const [fromMs, toMs] = windowOf(input, ctx.now().getTime());
  const version = input.version ?? null;
  const of = { projectId: model.projectId, modelId: model.id, fromMs, toMs };
  const choice = await findBlockChoice(ctx, model.id);
  const [{ columns, positive }, all, byEntity, labelled, facts] = await Promise.all([
    findSliceSettings(ctx, model.id),
    listSliceDays(ctx, of),
    listBlockDays(ctx, of, choice?.choice ?? null, 'slices'),
    listLabelledDays(ctx, of),
    factsOf(ctx, model, version),
  ]);
  const uncounted = labelled.filter((dayMs) => !isCounted(all, dayMs, columns));
  const isClasses =
    facts.task === null ? all.some(({ slices }) => slices.total.classes) : facts.task === 'classification';
  const shown = all.filter(
    ({ route, versionNumber, slices: { total } }) =>
      route !== 'shadow' &&
      (version === null || versionNumber === version) &&
      (isClasses ? total.classes !== null : total.numbers !== null),
  );
  const headline = shown.filter(({ source }) => source !== 'chosen');
  const counted = headline.length > 0 ? headline : shown;
  const { whole, halves, days, groups } = sliceWaysOf(counted, choice && byEntity);
  const notByEntity = choice ? counted.filter((day) => !byEntity.has(nameOfDay(day))).map(({ dayMs }) => dayMs) : [];
  const metric = days === 0 ? null : isClasses ? 'accuracy' : 'mae';
  const compared = isClasses ? (positive ?? (facts.classes.length === 2 ? (facts.classes[1] ?? null) : null)) : null;
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    version,
    metric,
    unit: facts.unit,
    basis: headline.length > 0 ? 'headline' : shown.length > 0 ? 'chosen' : null,
    basisOfDays: all.some(({ dayMs, ownDayMs }) => dayMs !== ownDayMs) ? 'own-time' : 'received',
    n: counted.reduce((sum, { slices }) => sum + slices.total.n, 0),
    days,
    blocks: describeBlocks({
      days,
      entity: choice && titled(choice, facts),
      counted: countEntities(counted, byEntity, ({ slices }) => slices.total.n),
      groups,
      isPending: notByEntity.length > 0 && (await isAnyDayDue(ctx, model.projectId, notByEntity)),
    }),
    isPending: columns.length > 0 && (await isAnyDayDue(ctx, model.projectId, uncounted)),
    columns: describeColumns(whole, columns, facts.titles),
    weakest: describeWeakest(halves, columns, metric ?? 'accuracy'),
    fairness: {
      positive: compared === null ? null : { label: compared, name: nameOfClass(facts, compared) },
      columns: isClasses && compared === null ? [] : describeFairness(whole, columns, compared),
    },
  };
}

/** Whether a day was counted since the columns were chosen. */
function isCounted(all: readonly SliceDay[], dayMs: number, columns: readonly SliceColumn[]): boolean {
  const some = all.filter((day) => day.dayMs === dayMs);
  return some.length > 0 && some.every(({ slices }) => columns.every(({ id }) => slices.columns.has(id)));
}
