import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { DatasetSource } from '../datasets/schema';
import { grainMs, TRAFFIC_ORIGINS } from '../predictions';
import { TrainedOn } from '../registry/schema';
import { Pinned, RunState } from '../retraining/schema';
import {
  COUNTED_FEEDBACK,
  type LineageDataset,
  type LineageRun,
  SHOWN_DATASETS,
  SHOWN_RUNS,
  SHOWN_VERSIONS,
} from './schema';

const PinnedRows = Pinned.pick({ datasetId: true, datasetNumber: true });

interface OfModel {
  projectId: string;
  modelId: string;
}
type OfDataset = { id: string; number: number };

export interface VersionRow {
  number: number;
  createdBy: string;
  createdAt: Date;
  runId: string | null;
  dataset: OfDataset | null;
}

/** The newest versions, newest first. */
export async function listNewestVersions(ctx: Ctx, { projectId, modelId }: OfModel): Promise<VersionRow[]> {
  const rows = await ctx.db.version.findMany({
    where: { projectId, modelId },
    orderBy: { number: 'desc' },
    take: SHOWN_VERSIONS,
    select: { number: true, createdBy: true, createdAt: true, trainingRunId: true, trainedOn: true },
  });
  return rows.map(({ trainingRunId, trainedOn, ...row }) => {
    const learnt = TrainedOn.nullable().parse(trainedOn);
    return { ...row, runId: trainingRunId, dataset: learnt && { id: learnt.datasetId, number: learnt.datasetNumber } };
  });
}

/** The runs of some versions, and the newest without one; newest first. */
export async function listRunsOf(
  ctx: Ctx,
  { projectId, modelId }: OfModel,
  ids: readonly string[],
): Promise<(LineageRun & { id: string })[]> {
  const select = { id: true, number: true, state: true, pinned: true, versionNumber: true, createdAt: true } as const;
  const [named, others] = await Promise.all([
    ctx.db.trainingRun.findMany({ where: { projectId, modelId, id: { in: [...ids] } }, select }),
    ctx.db.trainingRun.findMany({
      where: { projectId, modelId, versionNumber: null },
      orderBy: { number: 'desc' },
      take: SHOWN_RUNS,
      select,
    }),
  ]);
  return [...named, ...others]
    .sort((a, b) => b.number - a.number)
    .map(({ pinned, state, versionNumber, createdAt, ...row }) => {
      const learnt = PinnedRows.nullable().parse(pinned);
      return {
        ...row,
        state: RunState.parse(state),
        version: versionNumber,
        createdAt: createdAt.toISOString(),
        dataset: learnt && { id: learnt.datasetId, number: learnt.datasetNumber },
      };
    });
}

/** The dataset versions that are named, and the newest that were made from the log of the model; newest first. */
export async function listDatasetsOf(
  ctx: Ctx,
  { projectId, modelId }: OfModel,
  named: readonly OfDataset[],
): Promise<LineageDataset[]> {
  const select = {
    ...{ datasetId: true, number: true, rows: true, cutOff: true, source: true, createdAt: true },
    dataset: { select: { name: true } },
  } as const;
  const [used, collected] = await Promise.all([
    ctx.db.datasetVersion.findMany({
      where: { projectId, OR: named.map(({ id, number }) => ({ datasetId: id, number })) },
      select,
    }),
    ctx.db.datasetVersion.findMany({
      where: { projectId, source: { path: ['query', 'modelId'], equals: modelId } },
      orderBy: [{ createdAt: 'desc' }, { number: 'desc' }],
      take: SHOWN_DATASETS,
      select,
    }),
  ]);
  const all = new Map([...used, ...collected].map((row) => [`${row.datasetId}/${row.number}`, row]));
  return [...all.values()]
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .map(({ datasetId, number, rows, cutOff, createdAt, dataset, source }) => {
      const from = DatasetSource.parse(source);
      return {
        ...{ id: datasetId, number, name: dataset.name, rows, createdAt: createdAt.toISOString() },
        cutOff: cutOff?.toISOString() ?? null,
        collected:
          from.kind === 'query' && from.query.modelId === modelId
            ? { versions: from.query.versions, reviewedOnly: from.query.reviewedOnly }
            : null,
      };
    });
}

/** All changes of the champion, oldest first. */
export const listChampionChanges = (
  ctx: Ctx,
  { projectId, modelId }: OfModel,
): Promise<{ toNumber: number; at: Date }[]> =>
  ctx.db.championChange.findMany({
    where: { projectId, modelId },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { toNumber: true, at: true },
  });

export interface RouteTotal {
  version: number;
  route: string;
  rows: number;
  from: Date;
  /** Start of the last minute, hour or day that is counted. */
  to: Date;
}

/** What some versions answered on each route, by the counts that the log keeps for 400 days. */
export async function listRouteTotals(
  ctx: Ctx,
  { projectId, modelId }: OfModel,
  versions: readonly number[],
): Promise<RouteTotal[]> {
  const rows = await ctx.db.$queryRaw<(Omit<RouteTotal, 'rows'> & { rows: bigint })[]>`
    select version_number as version, route, sum(rows)::bigint as rows, min(at) as "from", max(at) as "to"
    from prediction_rollups
    where project_id = ${projectId}::uuid and model_id = ${modelId}::uuid and version_number = any(${[...versions]})
      and grain = any(${Object.keys(grainMs)}) and origin = any(${[...TRAFFIC_ORIGINS]})
    group by 1, 2 having sum(rows) > 0`;
  return rows.map((row) => ({ ...row, rows: Number(row.rows) }));
}

/** Verdicts by version, of the newest feedback. */
export async function countFeedbackByVersion(
  ctx: Ctx,
  { projectId, modelId }: OfModel,
): Promise<{ version: number; verdict: string; n: number }[]> {
  return ctx.db.$queryRaw`
    select p.version_number as version, f.verdict, count(*)::int as n
    from (
      select prediction_id::uuid as id, verdict from feedback
      where project_id = ${projectId}::uuid and model_id = ${modelId}::uuid
      order by id desc limit ${COUNTED_FEEDBACK}
    ) f join predictions p on p.id = f.id
    group by 1, 2`;
}

export const countFeedbackOf = (ctx: Ctx, { projectId, modelId }: OfModel): Promise<number> =>
  ctx.db.feedback.count({ where: { projectId, modelId } });

/** Labelled rows by version, without those that shadows answered. */
export async function countLabelledByVersion(
  ctx: Ctx,
  { projectId, modelId }: OfModel,
): Promise<{ version: number; n: number }[]> {
  return ctx.db.$queryRaw`
    select version_number as version, sum((measures->>'labelled')::numeric)::int as n from performance_days
    where project_id = ${projectId}::uuid and model_id = ${modelId}::uuid and route <> 'shadow'
    group by 1`;
}
