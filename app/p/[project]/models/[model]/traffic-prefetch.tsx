import type { ReactNode } from 'react';
import { MONITORING_RANGE, monitoringQueries, readComparison, windowQuery } from '@/components/monitoring/queries';
import { Prefetch } from '@/components/shell/prefetch';
import { readRange } from '@/components/shell/range';
import { getTraffic } from '@/lib/domain/monitoring';
import type { Model } from '@/lib/domain/registry/schema';
import type { Ctx } from '@/lib/platform/context';

interface TrafficSearchParams {
  range?: string | string[] | undefined;
  version?: string | string[] | undefined;
  compare?: string | string[] | undefined;
}

/** Reads the traffic that the address asks for, as the page below will ask for it. */
export function TrafficPrefetch({
  ctx,
  project,
  model,
  search,
  children,
}: {
  ctx: Ctx;
  project: string;
  model: Model;
  search: TrafficSearchParams;
  children: ReactNode;
}) {
  const now = ctx.now();
  const asked = typeof search.range === 'string' ? search.range : MONITORING_RANGE;
  const range = readRange(asked, now) ? asked : MONITORING_RANGE;
  const number = Number(search.version);
  const version = Number.isInteger(number) && number > 0 ? number : null;
  const compare = readComparison(search.compare);
  return (
    <Prefetch
      entries={[
        {
          queryKey: monitoringQueries.traffic(project, model.name, { range, version, compare }).queryKey,
          load: () =>
            getTraffic(ctx, {
              model: model.id,
              ...windowQuery(range, MONITORING_RANGE, now),
              ...(version === null ? {} : { version }),
              ...(compare === null ? {} : { compare }),
            }),
        },
      ]}
    >
      {children}
    </Prefetch>
  );
}
