import type { Ctx } from '@/lib/platform/context';
import { getModel } from '../registry';
import { championPeriods } from './join-periods';
import { COUNTED_FEEDBACK, type Lineage, type LineagePeriod } from './schema';
import {
  countFeedbackByVersion,
  countFeedbackOf,
  countLabelledByVersion,
  listChampionChanges,
  listDatasetsOf,
  listNewestVersions,
  listRouteTotals,
  listRunsOf,
  type RouteTotal,
} from './store-lineage';

/** Where the newest versions of a model came from, what they did, what was said of it, and what was learnt from that. */
export async function getLineage(ctx: Ctx, input: { model: string }): Promise<Lineage> {
  const model = await getModel(ctx, { ...input, permission: 'version.view' });
  const of = { projectId: model.projectId, modelId: model.id };
  const versions = await listNewestVersions(ctx, of);
  const [runs, changes, totals, verdicts, feedback, labelled] = await Promise.all([
    listRunsOf(
      ctx,
      of,
      versions.flatMap(({ runId }) => runId ?? []),
    ),
    listChampionChanges(ctx, of),
    listRouteTotals(
      ctx,
      of,
      versions.map(({ number }) => number),
    ),
    countFeedbackByVersion(ctx, of),
    countFeedbackOf(ctx, of),
    countLabelledByVersion(ctx, of),
  ]);
  const named = [...versions, ...runs].flatMap(({ dataset }) => dataset ?? []);
  const datasets = await listDatasetsOf(ctx, of, named);
  const champions = championPeriods(changes);
  const { canary, shadow } = model.deployment;
  const now = { canary: canary?.version ?? null, shadow };
  return {
    at: ctx.now().toISOString(),
    versions: versions.map(({ number, createdBy, createdAt, runId, dataset }) => {
      const own = totals.filter(({ version }) => version === number);
      const called = own.filter(({ route }) => route !== 'shadow');
      const verdict = (wanted: string) =>
        verdicts.find((row) => row.version === number && row.verdict === wanted)?.n ?? 0;
      return {
        ...{ number, createdBy, createdAt: createdAt.toISOString(), isChampion: model.champion === number },
        run: runs.find(({ id }) => id === runId)?.number ?? null,
        dataset,
        periods: [...(champions.get(number) ?? []), ...sidePeriods(own, now)].sort((a, b) =>
          a.from < b.from ? -1 : 1,
        ),
        rows: sumRows(called),
        shadowRows: sumRows(own.filter(({ route }) => route === 'shadow')),
        firstCallAt: moment(
          called.map(({ from }) => from.getTime()),
          Math.min,
        ),
        lastCallAt: moment(
          called.map(({ to }) => to.getTime()),
          Math.max,
        ),
        feedback: { right: verdict('right'), wrong: verdict('wrong') },
        labelled: labelled.find(({ version }) => version === number)?.n ?? 0,
      };
    }),
    versionsInAll: model.versions.length,
    runs: runs.map(({ id: _, ...run }) => run),
    datasets,
    isFeedbackWhole: feedback <= COUNTED_FEEDBACK,
  };
}

const sumRows = (totals: readonly RouteTotal[]) => totals.reduce((sum, { rows }) => sum + rows, 0);

const moment = (times: number[], pick: (...times: number[]) => number): string | null =>
  times.length > 0 ? new Date(pick(...times)).toISOString() : null;

/** As canary and as shadow: from the first to the last counted call, open while the traffic is set so. */
const sidePeriods = (
  own: readonly RouteTotal[],
  now: { canary: number | null; shadow: number | null },
): LineagePeriod[] =>
  (['canary', 'shadow'] as const).flatMap((role) =>
    own
      .filter(({ route }) => route === role)
      .map(({ version, from, to }) => ({
        role,
        from: from.toISOString(),
        to: now[role] === version ? null : to.toISOString(),
      })),
  );
