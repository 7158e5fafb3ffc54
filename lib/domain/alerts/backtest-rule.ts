import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { grainMs, listRollups } from '../predictions';
import { getModel } from '../registry';
import { versionsOf } from './evaluate-rule';
import { MEASURE_NAMES, MEASURES } from './measures';
import { type KeptBucket, replayRule } from './replay-rule';
import { ROLLUP_MEASURES, type RollupMeasure } from './rollup-measures';
import { checkAgainst } from './save-rule';
import { REPLAYED_DAYS, type RuleTrial, type TriedRule } from './schema';

const DAY_MS = 86_400_000;
/** Traffic is kept by the hour for so long; a learnt band needs the days before the first one. */
const READ_DAYS = 35;

/**
 * How often a rule would have opened an incident in the last 28 days, had it been there. Rollups are read once and the window slides in
 * memory: some 2,300 evaluations at most. "champion" is today's champion for all of the time. Nothing is saved.
 */
export async function backtestAlertRule(ctx: Ctx, input: TriedRule): Promise<RuleTrial> {
  const { model: named, ...definition } = input;
  const model = await getModel(ctx, { model: named, permission: 'alert.manage' });
  await checkAgainst(ctx, model, { ...definition, webhook: null });
  const measure = replayed(definition.measure);
  const versions = versionsOf(definition, model.champion);
  const toMs = ctx.now().getTime();
  const range = { projectId: model.projectId, modelId: model.id, versions: versions ?? undefined, toMs };
  const found =
    versions?.length === 0
      ? []
      : await listRollups(ctx, { ...range, fromMs: toMs - READ_DAYS * DAY_MS }, measure.parts);
  const buckets = found.map(({ atMs, grain, rollup }): KeptBucket => ({ atMs, sizeMs: grainMs[grain], rollup }));
  return replayRule(definition, measure, buckets, { fromMs: toMs - REPLAYED_DAYS * DAY_MS, toMs });
}

function replayed(name: TriedRule['measure']): RollupMeasure {
  const measure = MEASURES[name].replays && Object.hasOwn(ROLLUP_MEASURES, name) ? name : null;
  // A measure that replays is one of rollups: `measures.ts` says so, and a test holds it to that.
  if (measure) return ROLLUP_MEASURES[measure as keyof typeof ROLLUP_MEASURES];
  const known = MEASURE_NAMES.filter((other) => MEASURES[other].replays).join(', ');
  throw invalidInput('measure', `what ${name} was in the past cannot be read back; it can for ${known}.`, {
    reason: 'no_backtest',
  });
}
