import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { csvRecords } from '@/lib/platform/http/read-csv';
import { writeLabels } from '../feedback';
import { getModel, getServedVersion } from '../registry';
import { DEMOS, demoCsv } from './demo-files';
import type { ReplaySpeed } from './schema';

const DAY_MS = 86_400_000;
/** What is replayed at once, so that the pages have something to show. */
const HEAD_START_MS = DAY_MS;
const TICK_MS = 250;
const AT_ONCE = 16;

const PendingLabel = z.object({ id: z.string(), value: z.string(), atMs: z.number() });

/** What a replay needs to go on after its worker died. */
export const ReplayPayload = z.object({
  model: z.string(),
  simulatedMs: z.number().nullable().default(null),
  sent: z.int().default(0),
  total: z.int().default(0),
  labels: z.int().default(0),
  pending: z.array(PendingLabel).default([]),
});
export type ReplayPayload = z.infer<typeof ReplayPayload>;

interface ReplayRow {
  atMs: number;
  row: Record<string, unknown>;
  /** Null where the truth never comes, as for a cancelled flight. */
  label: { value: string; atMs: number } | null;
}

export interface ReplayTools {
  /** Sends rows through the gateway; the answer's row ids. */
  send: (call: { projectId: string; modelId: string; rows: Record<string, unknown>[] }) => Promise<string[]>;
  speed: () => Promise<ReplaySpeed>;
  report: (payload: ReplayPayload) => Promise<void>;
  wait: (ms: number) => Promise<void>;
  nowMs: () => number;
  signal: AbortSignal;
}

/**
 * Replays the rows of a demo through the gateway in the order and rhythm of their real times, `speed` times as fast, and writes
 * each label when its real time has come. A demo without a rhythm (weather) is sent at once.
 */
export async function replayDemo(
  ctx: Ctx,
  input: { projectId: string; payload: ReplayPayload },
  tools: ReplayTools,
): Promise<void> {
  const demo = DEMOS.find((candidate) => candidate.model === input.payload.model);
  if (!demo) return;
  const here = { ...ctx, projectId: input.projectId };
  const rows = await readRows(here, demo.model, demoCsv(demo, 'replay.csv.gz'));
  const first = rows[0]?.atMs ?? 0;
  const model = await getModel(here, { model: demo.model });
  const state: ReplayPayload = { ...input.payload, total: rows.length };
  const isAtOnce = demo.folder === 'weather';
  let simulatedMs = state.simulatedMs ?? first + HEAD_START_MS;
  let lastMs = tools.nowMs();
  let savedMs = 0;
  while (!tools.signal.aborted) {
    const speed = isAtOnce ? 0 : await tools.speed();
    const nowMs = tools.nowMs();
    simulatedMs = isAtOnce ? Number.MAX_SAFE_INTEGER : simulatedMs + speed * (nowMs - lastMs);
    lastMs = nowMs;
    while (state.sent < rows.length && !tools.signal.aborted) {
      const due = rows.slice(state.sent, state.sent + AT_ONCE).filter(({ atMs }) => atMs <= simulatedMs);
      if (due.length === 0) break;
      const ids = await Promise.all(
        due.map(
          async ({ row }) => (await tools.send({ projectId: input.projectId, modelId: model.id, rows: [row] }))[0],
        ),
      );
      for (const [i, { label }] of due.entries()) {
        const id = ids[i];
        if (label && id) state.pending.push({ id, ...label });
      }
      state.sent += due.length;
    }
    state.labels += await release(here, input.projectId, state, simulatedMs);
    state.simulatedMs = Math.min(simulatedMs, rows.at(-1)?.atMs ?? simulatedMs);
    const isOver = state.sent >= rows.length && state.pending.length === 0;
    if (isOver || nowMs - savedMs > 2000) {
      await tools.report(state);
      savedMs = nowMs;
    }
    if (isOver) return;
    await tools.wait(TICK_MS);
  }
}

/** Writes the labels whose time has come. */
async function release(ctx: Ctx, projectId: string, state: ReplayPayload, simulatedMs: number): Promise<number> {
  const due = state.pending.filter(({ atMs }) => atMs <= simulatedMs);
  if (due.length === 0) return 0;
  state.pending = state.pending.filter(({ atMs }) => atMs > simulatedMs);
  for (let from = 0; from < due.length; from += 1000)
    await writeLabels(ctx, {
      projectId,
      labels: due.slice(from, from + 1000).map(({ id, value }) => ({ predictionId: id, value, source: 'automatic' })),
    });
  return due.length;
}

/** `at`, `label`, `label_at` and `entity` of a line, and its inputs as the model takes them. */
async function readRows(ctx: Ctx, model: string, body: AsyncIterable<Uint8Array>): Promise<ReplayRow[]> {
  const { served } = await getServedVersion(ctx, { model, permission: 'model.view' });
  const isText = new Map(
    served.columns.map((column) => [
      column.name,
      served.inputs.find(({ name }) => name === column.input)?.datatype === 'BYTES',
    ]),
  );
  const rows: ReplayRow[] = [];
  let header: string[] | null = null;
  for await (const { cells } of csvRecords(body)) {
    if (!header) {
      header = cells;
      continue;
    }
    const cell = new Map(header.map((name, i) => [name, cells[i] ?? '']));
    const at = cell.get('at') ?? '';
    const row: Record<string, unknown> = { 'context.time': at, 'context.entity': cell.get('entity') ?? '' };
    for (const [name, text] of isText) {
      const value = cell.get(name) ?? '';
      row[name] = text ? value : value === '' ? null : Number(value);
    }
    const label = cell.get('label') ?? '';
    rows.push({
      atMs: Date.parse(at),
      row,
      label: label === '' ? null : { value: label, atMs: Date.parse(cell.get('label_at') ?? at) },
    });
  }
  return rows;
}
