import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { emptyRollup, listRollups, mergeRollup, type Rollup } from '../predictions';
import { getModel } from '../registry';
import { measure } from './measure';
import { type RoutesQuery, type RouteTraffic, TRAFFIC_ROUTES, type TrafficRoutes } from './schema';
import { windowOf } from './time-buckets';

/** What champion, canary and shadow answered in a window, side by side, one entry per route and version. Read from rollups only. */
export async function listRoutes(ctx: Ctx, input: RoutesQuery & { model: string }): Promise<TrafficRoutes> {
  const model = await getModel(ctx, { model: input.model, permission: 'monitoring.view' });
  const [fromMs, toMs] = windowOf(input, ctx.now());
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  const of = { projectId: model.projectId, modelId: model.id, fromMs, toMs, withShadow: true };
  const sums = new Map<string, { route: RouteTraffic['route']; version: number; rollup: Rollup }>();
  for (const { route, versionNumber: version, rollup } of await listRollups(ctx, of, ['errors', 'latency'])) {
    const known = TRAFFIC_ROUTES.find((name) => name === route);
    if (!known) continue;
    const sum = sums.get(`${route}/${version}`) ?? { route: known, version, rollup: emptyRollup() };
    mergeRollup(sum.rollup, rollup);
    sums.set(`${route}/${version}`, sum);
  }
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    routes: [...sums.values()]
      .sort((a, b) => TRAFFIC_ROUTES.indexOf(a.route) - TRAFFIC_ROUTES.indexOf(b.route) || b.version - a.version)
      .map(({ route, version, rollup }) => ({
        route,
        version,
        ...measure(rollup),
        comparedRows: rollup.compared,
        agreeingRows: rollup.agreeing,
      })),
  };
}
