import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { type Imitation, imitateAnswers } from '@/lib/pure/drift/imitate-answers';
import { countedPlaces, listTrafficDays } from '../predictions';
import { getServedVersion } from '../registry';
import { type AnsweredRows, readAnsweredRows } from './read-answered-rows';
import {
  type ClaimedImportance,
  claimImportance,
  noteImportances,
  type StoredImportance,
  settleImportance,
} from './store-importance';

const DAY_MS = 86_400_000;
const LOOK_AGAIN_MS = 60_000;
/** It is learnt anew with a fifth more rows: what a version does with its inputs never changes, only what they are. */
const MORE_ROWS = 1.2;
/** Of a version with more columns the first ones are read. */
const MOST_READ = 512;

export interface ImportanceTools {
  stopping: AbortSignal;
  /** Called after each fit: others of this process come first. */
  rest: (tookMs: number) => Promise<void>;
}

/**
 * Learns how much the answers of one version that is due rest on each of its columns. Returns false where none is due. Of two workers only one
 * learns it; one that dies leaves it to be taken again.
 */
export async function updateImportance(ctx: Ctx, tools: ImportanceTools): Promise<boolean> {
  await noteImportances(ctx);
  const claimed = await claimImportance(ctx);
  if (!claimed) return false;
  const learnt = await learnImportance(ctx, claimed, tools).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') return undefined;
    throw error;
  });
  await settleImportance(ctx, claimed, { inMs: LOOK_AGAIN_MS, learnt });
  return true;
}

async function learnImportance(
  ctx: Ctx,
  { projectId, modelId, versionNumber, logRows: before }: ClaimedImportance,
  tools: ImportanceTools,
): Promise<{ logRows: number; result: StoredImportance | null } | undefined> {
  const of = { projectId, modelId, versionNumber };
  const traffic = await listTrafficDays(ctx, { ...of, fromMs: 0, toMs: ctx.now().getTime() + DAY_MS });
  const logRows = traffic.reduce((sum, { rows }) => sum + rows, 0);
  if (logRows === 0 || (before !== null && logRows < MORE_ROWS * before)) return undefined;
  const { version, overlay } = await getServedVersion(ctx, {
    model: modelId,
    number: versionNumber,
    permission: 'drift.view',
  });
  const { reading } = version.signature;
  const places = countedPlaces({ signature: version.signature, overlay }).slice(0, MOST_READ);
  if (places.length === 0 || reading.task === 'tensors') return { logRows, result: null };
  const rows = await readAnsweredRows(ctx, of, { traffic, places, reading });
  const found = await imitate(rows, tools);
  if (found === 'stopped') return undefined;
  if (!found) return { logRows, result: null };
  const { shares, chosen, ...imitation } = found;
  const result = {
    ...imitation,
    fromMs: Math.min(...rows.days),
    toMs: Math.max(...rows.days),
    columns: Object.fromEntries(chosen.flatMap((at) => (places[at] ? [[places[at].name, shares[at] ?? 0]] : []))),
    chosenOf: places.length,
  };
  return { logRows, result };
}

async function imitate(rows: AnsweredRows, { stopping, rest }: ImportanceTools): Promise<Imitation | null | 'stopped'> {
  const imitation = imitateAnswers(rows.columns, rows.answers, rows.days);
  for (;;) {
    const startedMs = performance.now();
    const step = imitation.next();
    if (step.done) return step.value;
    if (stopping.aborted) return 'stopped';
    await rest(performance.now() - startedMs);
  }
}
