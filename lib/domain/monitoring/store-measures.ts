import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { PUBLISHED, type PublishedMeasure, type PublishedName } from './published';

const DUE_MS = 5 * 60_000;

/**
 * Takes the model that was looked at longest ago, if that is five minutes or more; null where none is due. Two workers never get the same
 * one. Models without a champion are none. System scope.
 */
export async function claimMeasuring(
  ctx: Ctx,
): Promise<{ projectId: string; modelId: string; champion: number } | null> {
  const now = ctx.now();
  const [found] = await ctx.db.$queryRaw<{ projectId: string; modelId: string; champion: number }[]>`
    insert into model_measurings (model_id, project_id, measured_at)
    select m.id, m.project_id, ${now} from models m left join model_measurings l on l.model_id = m.id
    where m.champion is not null and coalesce(l.measured_at, '-infinity') <= ${new Date(now.getTime() - DUE_MS)}
    order by l.measured_at nulls first limit 1
    on conflict (model_id) do update set measured_at = excluded.measured_at
      where model_measurings.measured_at <= ${new Date(now.getTime() - DUE_MS)}
    returning project_id as "projectId", model_id as "modelId",
      (select champion from models where id = model_measurings.model_id) as champion`;
  return found ?? null;
}

/** Replaces what is known of a model. */
export async function replaceMeasures(
  ctx: Ctx,
  of: { projectId: string; modelId: string },
  measures: readonly PublishedMeasure[],
): Promise<void> {
  await ctx.begin(async (db) => {
    await db.modelMeasure.deleteMany({ where: { modelId: of.modelId } });
    await db.modelMeasure.createMany({
      data: measures.map(({ measure, column, version, value, n }) => ({
        ...of,
        measure,
        columnName: column,
        versionNumber: version,
        value,
        n,
      })),
    });
  });
}

/** What is last known of the models of a project, by the names of the models. */
export async function listMeasures(
  ctx: Pick<Ctx, 'db'>,
  projectId: string,
): Promise<(PublishedMeasure & { model: string })[]> {
  const rows = await ctx.db.modelMeasure.findMany({
    where: { projectId },
    include: { model: { select: { name: true } } },
    orderBy: [{ measure: 'asc' }, { modelId: 'asc' }, { columnName: 'asc' }],
  });
  return rows.flatMap(({ measure, columnName, versionNumber, value, n, model }) =>
    measure in PUBLISHED
      ? [{ measure: measure as PublishedName, column: columnName, version: versionNumber, value, n, model: model.name }]
      : [],
  );
}
