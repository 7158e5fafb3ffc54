import type { Ctx } from '@/lib/platform/context';
import { getModel } from '../registry';
import { judge } from './judge';
import { learnBand, sameHours } from './learnt-band';
import { MEASURES } from './measures';
import { READERS, type Reading, type WhatToRead } from './read-measure';
import type { Definition, Evaluation, LearntBand } from './schema';

/** A log that is further behind than this says nothing about the last minutes. */
const LOG_BEHIND_S = 60;
const MINUTE_MS = 60_000;

/** A learnt band with what it was learnt for; the same hours need not be read again. */
export interface KeptBand extends LearntBand {
  key: string;
}

/** Reads the window that ends now and says what it means under the rule. */
export async function evaluateRule(
  ctx: Ctx,
  rule: { projectId: string; modelId: string; definition: Definition; kept: KeptBand | null },
  lagSeconds: number | null,
): Promise<{ evaluation: Evaluation; band: KeptBand | null }> {
  const { definition } = rule;
  const toMs = ctx.now().getTime();
  const { champion } = await getModel(ctx, { model: rule.modelId, permission: 'monitoring.view' });
  const of: WhatToRead = {
    projectId: rule.projectId,
    modelId: rule.modelId,
    versions: versionsOf(definition, champion),
    column: definition.column,
    leastN: definition.leastN,
    fromMs: toMs - definition.windowMinutes * MINUTE_MS,
    toMs,
    lagSeconds,
  };
  const reading = await READERS[definition.measure](ctx, of);
  const band = definition.limits.basis === 'learnt' ? await bandOf(ctx, rule, of) : null;
  const learnt = band && { mean: band.mean, deviation: band.deviation, days: band.days };
  const isLogBehind = lagSeconds !== null && lagSeconds > LOG_BEHIND_S;
  return {
    band,
    evaluation: {
      at: new Date(toMs).toISOString(),
      from: new Date(of.fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      ...reading,
      ...judge(definition, { ...reading, isLogBehind, learnt }),
      learnt,
    },
  };
}

/** The versions that a rule is about; null for all of its model. */
export function versionsOf({ version }: Definition, champion: number | null): readonly number[] | null {
  if (version === 'all') return null;
  if (version !== 'champion') return [version];
  return champion === null ? [] : [champion];
}

async function bandOf(
  ctx: Ctx,
  { definition, kept }: { definition: Definition; kept: KeptBand | null },
  of: WhatToRead,
): Promise<KeptBand> {
  const days = definition.limits.basis === 'learnt' ? definition.limits.days : 0;
  const hours = sameHours(of, days);
  const key = `${hours[0]?.fromMs}/${hours[0]?.toMs}/${of.versions?.join(',') ?? 'all'}`;
  if (kept?.key === key) return kept;
  const values: number[] = [];
  for (const day of hours) {
    const reading = await READERS[definition.measure](ctx, { ...of, ...day });
    const value = asWindow(reading, definition, (of.toMs - of.fromMs) / (day.toMs - day.fromMs));
    if (value !== null) values.push(value);
  }
  return { key, ...learnBand(values) };
}

/** The value of a day as a window of the rule's length would have had it; null on a day with nothing counted. */
export function asWindow(
  { value, n }: Pick<Reading, 'value' | 'n'>,
  { measure, leastN }: Pick<Definition, 'measure' | 'leastN'>,
  share: number,
): number | null {
  const { needsN, grows } = MEASURES[measure];
  if (value === null || n < Math.max(1, needsN ? leastN : 1)) return null;
  return grows ? value * share : value;
}
