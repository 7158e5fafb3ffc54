import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import type { SliceKey } from '@/lib/pure/slices/cut-column';
import { nameSlice } from '@/lib/pure/slices/name-slice';
import { quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import { nameCallers } from '../people';
import {
  BY_KEY,
  featureGrainAt,
  floorTo,
  grainMs,
  listChosenColumns,
  MOST_PARTS,
  mergeParts,
  NONE,
  OTHER,
  type PartCounts,
  type Parts,
  sumParts,
  UNREAD,
} from '../predictions';
import type { ChosenColumn } from '../predictions/schema';
import { findOverlay, getModel } from '../registry';
import type { Model } from '../registry/schema';
import type { PartName, PartsQuery, TrafficPart, TrafficParts } from './schema';
import { windowOf } from './time-buckets';

/**
 * What came of each caller, or with each slice of a chosen column, in a window: whole hours, and whole UTC days where it begins more than two days
 * ago. Read from rollups only.
 */
export async function getParts(ctx: Ctx, input: PartsQuery & { model: string }): Promise<TrafficParts> {
  const model = await getModel(ctx, { model: input.model, permission: 'prediction.view' });
  const nowMs = ctx.now().getTime();
  const [fromMs, toMs] = windowOf(input, ctx.now());
  if (fromMs >= toMs) throw invalidInput('from', 'it must be before "to"');
  const columns = await listChosenColumns(ctx, model.id);
  const column = columns.find((one) => byOf(one) === input.by);
  if (input.by !== BY_KEY && !column)
    throw invalidInput('by', 'traffic is not counted by it; take "key" or a column that is chosen for slices');
  const dimension = column?.id ?? BY_KEY;
  const of = { projectId: model.projectId, modelId: model.id, fromMs, toMs };
  const versions = input.version === undefined ? undefined : [input.version];
  const found = await sumParts(ctx, { ...of, versions }, [...new Set([BY_KEY, dimension])]);
  const all = sum(found.get(BY_KEY)?.values() ?? []);
  const counted = found.get(dimension) ?? new Map<string, PartCounts>();
  const rows = sum(counted.values()).rows;
  const grain = featureGrainAt(fromMs, nowMs);
  const ids = [...counted.keys()];
  const titles = await titlesOf(ctx, model);
  const callers = column ? new Map() : await nameCallers(ctx, model.projectId, ids.filter(isUuid));
  const nameOf = (name: string): PartName => {
    if (name === OTHER || name === UNREAD) return { kind: name };
    if (column) return nameSlice(column.cut, name as SliceKey);
    return name === NONE ? { kind: 'nobody' } : { kind: 'caller', id: name, caller: callers.get(name) ?? null };
  };
  return {
    from: new Date(floorTo(fromMs, grain)).toISOString(),
    to: new Date(Math.min(nowMs, floorTo(toMs - 1, grain) + grainMs[grain])).toISOString(),
    by: input.by,
    columns: columns.map((one) => ({
      by: byOf(one),
      from: one.from,
      name: one.name,
      title: one.from === 'input' ? (titles.get(one.name) ?? '') : '',
    })),
    totals: { calls: all.calls, rows: all.rows, errors: column ? null : all.errors },
    countedRows: rows,
    parts: most(counted).map(([name, part]): TrafficPart => {
      const [p50 = null, p95 = null, p99 = null] = quantilesOfSketch(part.latency, [0.5, 0.95, 0.99]);
      const ms = (us: number | null) => (us === null ? null : us / 1000);
      return {
        name: nameOf(name),
        calls: part.calls,
        rows: part.rows,
        share: rows === 0 ? null : part.rows / rows,
        errors: column ? null : countOf(part.errors),
        timedCalls: part.latency.count,
        latencyMs: { p50: ms(p50), p95: ms(p95), p99: ms(p99) },
        classes: [...part.classes].map(([label, count]) => ({ label, rows: count })).sort((a, b) => b.rows - a.rows),
      };
    }),
  };
}

/** What the owner calls the champion's columns. */
async function titlesOf(ctx: Ctx, model: Model): Promise<Map<string, string>> {
  const overlay = model.champion === null ? null : await findOverlay(ctx, model, model.champion);
  return new Map(overlay?.columns.map(({ name, title }) => [name, title]));
}

const byOf = ({ from, name }: Pick<ChosenColumn, 'from' | 'name'>): string => `${from}:${name}`;
const isUuid = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);
const countOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);

function sum(parts: Iterable<PartCounts>) {
  const all = { calls: 0, rows: 0, errors: 0 };
  for (const part of parts) {
    all.calls += part.calls;
    all.rows += part.rows;
    all.errors += countOf(part.errors);
  }
  return all;
}

/** The parts with most rows and errors, the rest as one; what has no name of its own comes last. */
function most(counted: ReadonlyMap<string, PartCounts>): [string, PartCounts][] {
  const isLast = (name: string) => [OTHER, NONE, UNREAD].includes(name);
  const weight = (part: PartCounts) => part.rows + countOf(part.errors);
  const ranked = [...counted].sort(
    ([a, one], [b, two]) => Number(isLast(a)) - Number(isLast(b)) || weight(two) - weight(one) || (a < b ? -1 : 1),
  );
  const folded: Parts = new Map();
  mergeParts(folded, new Map([['', new Map(ranked)]]), MOST_PARTS);
  return [...(folded.get('') ?? [])].sort(([a], [b]) => Number(isLast(a)) - Number(isLast(b)));
}
