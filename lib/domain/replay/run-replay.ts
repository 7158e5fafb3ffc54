import type { Job, JobTools } from '@/lib/engine/jobs';
import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { uuid7Floor, uuid7Time, uuidAfter } from '@/lib/platform/uuid7';
import { FreshTruths } from '../comparison';
import { listLabelsOf } from '../feedback';
import { type LoggedAnswer, listAnswersAfter, readRowFields } from '../predictions';
import { ERASED_KEY } from '../predictions/schema';
import { getServedVersion } from '../registry';
import { type InferRows, inferInForce, rowFor } from '../validation';
import { askRows } from './ask-rows';
import { ChangeCounter } from './count-changes';
import { MOST_ROWS, type ReplayResult } from './schema';
import { findReplay, keepResult } from './store-replays';

export const WINDOW_REPLAY_JOB = 'window-replay';
const CALLS_A_READ = 500;

interface Asked {
  call: LoggedAnswer;
  row: number;
  fields: Record<string, unknown>;
}

/**
 * Asks a version what it would have said to the calls of a window, by its settings of now, one portion at a time, oldest first. A job that died
 * begins anew. System scope.
 */
export async function runReplay(
  ctx: Ctx,
  job: Pick<Job, 'id'>,
  tools: Pick<JobTools, 'report'> & { infer: InferRows },
): Promise<void> {
  const replay = await findReplay(ctx, { id: job.id });
  if (!replay || replay.result) return;
  const { projectId, modelId, version: number } = replay;
  const target = await getServedVersion(ctx, { model: modelId, number });
  const { reading } = target.served;
  const { infer } = await inferInForce(ctx, tools.infer, { modelId, number, served: target.served });
  const truths = await FreshTruths.of(ctx, target);
  const counter = new ChangeCounter({ isNumber: reading.task === 'regression' });
  const left = { notKept: 0, personal: 0, lacking: 0, refused: 0, unanswered: 0 };
  const counted = { calls: 0, rows: 0 };
  const versions = new Map<number, Awaited<ReturnType<typeof getServedVersion>> | null>();
  const [fromMs, toMs] = [replay.from.getTime(), replay.to.getTime()];
  let from = uuid7Floor(fromMs);
  let isWhole = true;
  for (;;) {
    const before = uuid7Floor(toMs);
    const answers = await listAnswersAfter(ctx, { projectId, modelId, from, before, limit: CALLS_A_READ });
    const calls = answers.filter(({ shadowOf }) => shadowOf === null);
    const last = calls.at(-1);
    if (!last) break;
    const asked: Asked[] = [];
    for (const call of calls.filter(({ isTraffic }) => isTraffic)) {
      counted.calls += 1;
      const by = await versionOf(call.versionNumber);
      for (let row = 0; row < call.rows; row += 1) {
        counted.rows += 1;
        const isErased = call.contexts?.[row]?.[ERASED_KEY] !== undefined;
        const found = by && !isErased ? readRowFields(call, row, by) : { lack: 'not_kept' as const };
        if ('lack' in found) left[found.lack === 'personal' ? 'personal' : 'notKept'] += 1;
        else {
          const fitted = rowFor(target.served.columns, found.fields);
          if ('missing' in fitted) left.lacking += 1;
          else if ((call.outcomes[row] ?? '') === '') left.unanswered += 1;
          else asked.push({ call, row, fields: fitted.row });
        }
      }
    }
    await take(asked);
    from = uuidAfter(last.id);
    if (counter.same + counter.different >= MOST_ROWS) {
      isWhole = (await listAnswersAfter(ctx, { projectId, modelId, from, before, limit: 1 })).length === 0;
      break;
    }
    await tools.report({
      progress: Math.min(1, (uuid7Time(last.id) - fromMs) / Math.max(1, toMs - fromMs)),
      message: String(counter.same + counter.different),
    });
  }
  const truth = counter.truth();
  const result: ReplayResult = {
    calls: counted.calls,
    rows: counted.rows,
    asked: counter.same + counter.different,
    ...counter.result((reading.task === 'regression' && reading.unit) || ''),
    leftOut: left,
    isWhole,
    truth: truth && { ...truth, ...truths.leftOut() },
  };
  await keepResult(ctx, job.id, result);

  async function versionOf(of: number) {
    if (!versions.has(of))
      versions.set(of, await getServedVersion(ctx, { model: modelId, number: of }).catch(nothingIfGone));
    return versions.get(of) ?? null;
  }

  async function take(asked: readonly Asked[]): Promise<void> {
    if (asked.length === 0) return;
    const rows = asked.map(({ fields }) => fields);
    const [answers, labels] = await Promise.all([
      askRows(infer, { projectId, modelId, number }, rows),
      listLabelsOf(ctx, projectId, [...new Set(asked.map(({ call }) => call.id))]),
    ]);
    const byRow = new Map(labels.map((labelled) => [`${labelled.predictionId}.${labelled.row}`, labelled]));
    for (const [i, { call, row }] of asked.entries()) {
      const after = answers[i]?.outcome ?? '';
      if (answers[i] === null) left.refused += 1;
      else if (after === '') left.unanswered += 1;
      else {
        const labelled = byRow.get(`${call.id}.${row}`);
        counter.add({
          rowId: `${call.id}.${row}`,
          atMs: call.receivedAt.getTime(),
          version: call.versionNumber,
          before: call.outcomes[row] ?? '',
          after,
          truth: truths.truthOf(call, row, labelled),
          label: labelled?.labels[0]?.value ?? null,
        });
      }
    }
  }
}
