import type { Ctx } from '@/lib/platform/context';
import { compareVersions } from '../comparison';
import { getModel, listStagingStays } from '../registry';
import type { Model } from '../registry/schema';
import { judgeComparison } from './judge-comparison';
import { judgeStaging, type StagingRecord } from './judge-staging';
import { readStaging } from './read-staging';
import type { LiveFinding } from './schema';
import { findRules } from './store-rules';

export interface LiveFindings {
  /** The champion that the version was held against. */
  champion: number | null;
  findings: LiveFinding[];
}

/**
 * How a version stands by the rules of its project on live calls. A first champion has none to be held against. Comparing may read the log
 * for seconds: ask before a transaction is begun.
 */
export async function findLive(ctx: Ctx, of: { model: string; number: number }): Promise<LiveFindings> {
  const model = await getModel(ctx, { model: of.model, permission: 'promotion.view' });
  const { champion } = model;
  const { staging, comparison } = await findRules(ctx, model.projectId);
  if (champion === null || champion === of.number) return { champion, findings: [] };
  // The rule reads what the caller may not see, and tells of it what a gate tells.
  const reader: Ctx = { ...ctx, actor: { kind: 'system', name: 'promotion' } };
  return {
    champion,
    findings: [
      ...(staging ? [judgeStaging(staging, await recordOf(ctx, model, of.number), ctx.now().getTime())] : []),
      ...(comparison
        ? [judgeComparison(comparison, await compareVersions(reader, { model: model.id, a: champion, b: of.number }))]
        : []),
    ],
  };
}

const recordOf = async (ctx: Ctx, model: Model, number: number): Promise<StagingRecord> =>
  readStaging(ctx, model, {
    number,
    stays: await listStagingStays(ctx, { modelId: model.id, versionNumber: number }),
  });
