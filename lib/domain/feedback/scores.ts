import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput, notFound } from '@/lib/platform/errors';
import { authorise } from '../people';
import { getModel } from '../registry';
import { MAX_SCORES, type NewScore, type Score, type ScoreChange, type ScoreSummary, type Scores } from './schema';
import {
  changeScore,
  countGiven,
  countScores,
  countScoreValues,
  findScoreRow,
  insertScore,
  listScoreRows,
} from './store-scores';

const DAY_MS = 86_400_000;

/** The scores of a project: those that are asked, then those that are archived. */
export async function listScores(ctx: Ctx, { projectId }: { projectId: string }): Promise<Scores> {
  authorise(ctx.actor, 'score.view', projectId);
  return { scores: await listScoreRows(ctx, projectId) };
}

/** Adds a score. Its name is its own for ever, also once it is archived: 409 for a second one. */
export async function createScore(ctx: Ctx, input: NewScore & { projectId: string }): Promise<Score> {
  const { projectId, ...content } = input;
  authorise(ctx.actor, 'score.manage', projectId);
  return inTransaction(ctx, async (tx) => {
    const score = await insertScore(tx, { projectId, createdBy: actorName(ctx.actor) }, content);
    if (!score)
      throw new AppError('conflict', `There is a score "${content.name}" already, perhaps an archived one.`, {
        reason: 'name_taken',
        invalidParams: [{ name: 'name', reason: 'it is taken, perhaps by an archived score' }],
      });
    await refuseTooMany(tx, projectId);
    await audit(tx, { action: 'score.create', object: `score:${score.id}`, projectId, after: content });
    return score;
  });
}

/** Describes a score anew, archives it or asks for it again. Values that were given stay as they are. */
export async function updateScore(ctx: Ctx, input: ScoreChange & { id: string }): Promise<Score> {
  const { id, description, archived } = input;
  if (description === undefined && archived === undefined)
    throw invalidInput('description', 'say what to change: description or archived');
  return inTransaction(ctx, async (tx) => {
    const before = await findScoreRow(tx, id);
    if (!before) throw notFound('score', id);
    const { projectId } = before;
    authorise(ctx.actor, 'score.manage', projectId);
    const isChanged = archived !== undefined && archived !== (before.archivedAt !== null);
    const score = await changeScore(tx, id, {
      ...(description === undefined ? {} : { description }),
      ...(isChanged
        ? { archivedAt: archived ? tx.now() : null, archivedBy: archived ? actorName(ctx.actor) : null }
        : {}),
    });
    await refuseTooMany(tx, projectId);
    await audit(tx, {
      action: 'score.update',
      object: `score:${id}`,
      projectId,
      before: shortOf(before),
      after: shortOf(score),
    });
    return score;
  });
}

const shortOf = ({ name, description, archivedAt }: Score) => ({ name, description, isArchived: archivedAt !== null });

async function refuseTooMany(tx: Ctx, projectId: string): Promise<void> {
  const asked = (await listScoreRows(tx, projectId)).filter(({ archivedAt }) => archivedAt === null);
  if (asked.length > MAX_SCORES)
    throw new AppError('limit_exceeded', `A project asks for ${MAX_SCORES} scores at most. Archive one first.`, {
      reason: 'too_many_scores',
    });
}

/** What was given for each score in feedback on a model that stands: of the last whole days and today. */
export async function summariseScores(ctx: Ctx, input: { model: string; days: number }): Promise<ScoreSummary> {
  const model = await getModel(ctx, { model: input.model, permission: 'feedback.view' });
  const to = ctx.now();
  const from = new Date(Math.floor(to.getTime() / DAY_MS) * DAY_MS - (input.days - 1) * DAY_MS);
  const of = { projectId: model.projectId, modelId: model.id, from, to };
  const all = await listScoreRows(ctx, model.projectId);
  const named = all.filter(({ kind }) => kind === 'category' || kind === 'boolean').map(({ name }) => name);
  const [counts, values, feedback] = await Promise.all([
    countScores(ctx, of),
    countScoreValues(ctx, of, named),
    countGiven(ctx, of),
  ]);
  const scores = all.map((score) => {
    const found = counts.find(({ name }) => name === score.name);
    const choices = score.kind === 'boolean' ? ['true', 'false'] : score.categories;
    return {
      score,
      n: found?.n ?? 0,
      mean: found?.mean ?? null,
      least: found?.least ?? null,
      most: found?.most ?? null,
      values: choices.map((value) => ({
        value,
        n: values.find((one) => one.name === score.name && one.value === value)?.n ?? 0,
      })),
    };
  });
  return {
    days: input.days,
    from: from.toISOString(),
    to: to.toISOString(),
    feedback,
    scores: scores.filter(({ n, score }) => n > 0 || score.archivedAt === null),
  };
}
