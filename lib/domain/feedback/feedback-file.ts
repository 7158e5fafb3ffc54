import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput, isAppError } from '@/lib/platform/errors';
import { parseRowId } from '../predictions';
import { getModel } from '../registry';
import { type Checks, readChecks } from './check-said';
import { keepFeedback, placeOfFeedback } from './give-feedback';
import { columnOf, type FeedbackLine, readCsvLines, readJsonLines } from './read-feedback-lines';
import { type FeedbackFile, type FeedbackFileQuery, NewFeedback } from './schema';
import { listScoreRows } from './store-scores';

const TRANSACTION_MS = 120_000;
/** Problems that are told with their place. */
const SHOWN = 200;

/** Ends a transaction whose writes are not wanted. */
class NotWritten extends Error {
  constructor(readonly found: FeedbackFile) {
    super('nothing is written');
  }
}

type Problem = FeedbackFile['problems'][number];

/**
 * Feedback on rows of a model by a file. A line that does not fit is told by line and column. With such a line nothing is written, unless
 * `partial` asks for the others; with `dryRun` nothing is written in any case. Persons change what they have said of a row before.
 */
export async function importFeedback(
  ctx: Ctx,
  input: FeedbackFileQuery & { model: string; body: AsyncIterable<Uint8Array> },
): Promise<FeedbackFile> {
  const model = await getModel(ctx, { model: input.model, permission: 'feedback.give' });
  const { projectId } = model;
  const scores = await listScoreRows(ctx, projectId);
  const lines = input.format === 'csv' ? await readCsvLines(input.body, scores) : await readJsonLines(input.body);
  if (lines.length === 0) throw invalidInput('file', 'it holds no feedback', { reason: 'no_feedback' });
  const write = lineWriter(ctx, { modelId: model.id, projectId, format: input.format });
  try {
    return await inTransaction(
      ctx,
      async (tx) => {
        const problems: Problem[] = [];
        const counts = { added: 0, changed: 0 };
        for (const line of lines) {
          const done = await write(tx, line);
          if ('reason' in done) problems.push(done);
          else counts[done.how] += 1;
        }
        const isWritten = input.dryRun !== '1' && (problems.length === 0 || input.partial === '1');
        const refused = problems.length;
        const found = { isWritten, lines: lines.length, ...counts, refused, problems: problems.slice(0, SHOWN) };
        if (!isWritten) throw new NotWritten(found);
        await audit(tx, {
          action: 'feedback.import',
          object: `model:${model.name}`,
          projectId,
          after: { ...counts, lines: lines.length, refused },
        });
        return found;
      },
      { timeoutMs: TRANSACTION_MS },
    );
  } catch (error) {
    if (error instanceof NotWritten) return error.found;
    throw error;
  }
}

/** Writes one line, or says why it cannot be taken: nothing has been written of it then. */
function lineWriter(ctx: Ctx, of: { modelId: string; projectId: string; format: 'csv' | 'jsonl' }) {
  const known = new Map<number | null, Checks>();
  const seen = new Map<string, number>();
  const isPerson = ctx.actor.kind === 'person';

  return async (tx: Ctx, { line, row, said, fault }: FeedbackLine): Promise<Problem | { how: 'added' | 'changed' }> => {
    const problem = (column: string | null, reason: string): Problem => ({ line, column, reason });
    if (fault) return problem(null, fault);
    const at = parseRowId(row);
    if (!at) return problem('row', 'it is not the id of a prediction or row');
    const parsed = NewFeedback.safeParse(said);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return problem(
        columnOf((issue?.path ?? []).map(String).join('.'), of.format),
        issue?.message ?? 'it does not fit',
      );
    }
    const rowId = `${at.predictionId}.${at.row}`;
    const before = seen.get(rowId);
    if (isPerson && before !== undefined) return problem('row', `line ${before} says something of this row already`);
    seen.set(rowId, line);
    try {
      const { place, prediction } = await placeOfFeedback(tx, rowId);
      if (place.projectId !== of.projectId || (prediction && prediction.modelId !== of.modelId))
        return problem('row', 'it is a row of another model');
      const version = prediction?.versionNumber ?? null;
      const checks = known.get(version) ?? (await readChecks(tx, { projectId: of.projectId, prediction }));
      known.set(version, checks);
      const kept = await keepFeedback(tx, { place, checks, said: parsed.data, ofFile: true });
      return { how: kept.editedAt === null ? 'added' : 'changed' };
    } catch (error) {
      if (!isAppError(error)) throw error;
      const [param] = error.invalidParams;
      return problem(param ? columnOf(param.name, of.format) : 'row', param?.reason ?? error.message);
    }
  };
}
