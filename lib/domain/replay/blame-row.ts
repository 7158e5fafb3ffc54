import type { Ctx } from '@/lib/platform/context';
import { isAppError, notFound } from '@/lib/platform/errors';
import { getPrediction, listAnswers, parseRowId, type RowFields, readRowFields } from '../predictions';
import { ERASED_KEY, type PredictionDetail } from '../predictions/schema';
import { findAnswerSettings, getModel, getServedVersion } from '../registry';
import { type InferRows, type RowAnswer, rowFor, settledInference } from '../validation';
import { type Blame, MOST_BLAMED, type VersionAnswer } from './schema';

type Lack = NonNullable<VersionAnswer['lack']>;
type Asked = { answer: RowAnswer; classes: readonly string[] } | { lack: Lack };

/** Asks the version that answered a row again, by the settings of then, and the newest twenty versions by those of now. Nothing is logged. */
export async function blameRow(ctx: Ctx, input: { id: string; infer: InferRows }): Promise<Blame> {
  const detail = await getPrediction(ctx, { id: input.id, permission: 'replay.run' });
  const at = parseRowId(detail.rowId);
  const model = await getModel(ctx, { model: detail.model.id, permission: 'replay.run' });
  const call =
    at && (await listAnswers(ctx, model.projectId, [at.predictionId])).find(({ id }) => id === at.predictionId);
  if (!at || !call) throw notFound('prediction', input.id.slice(0, 64));
  const by = await getServedVersion(ctx, { model: model.id, number: call.versionNumber, permission: 'replay.run' });
  const isErased = call.contexts?.[at.row]?.[ERASED_KEY] !== undefined;
  const found = isErased ? { lack: 'not_kept' as const } : readRowFields(call, at.row, by);
  const asked = new Map<number, Asked>();
  if (!('lack' in found))
    for (const number of [...new Set([...model.versions.slice(-MOST_BLAMED), call.versionNumber])])
      asked.set(
        number,
        await ask(ctx, {
          model: model.id,
          projectId: model.projectId,
          number,
          found,
          infer: input.infer,
          settled: number === call.versionNumber ? { by: call.settingsNumber } : null,
        }),
      );
  return {
    rowId: detail.rowId,
    version: call.versionNumber,
    answer: detail.outcome,
    file: { sha256: by.version.sha256 ?? '' },
    ...compareAgain(detail, 'lack' in found ? found.lack : asked.get(call.versionNumber)),
    versions: tellVersions(asked),
  };
}

async function ask(
  ctx: Ctx,
  {
    model,
    projectId,
    number,
    found,
    infer,
    settled,
  }: {
    model: string;
    projectId: string;
    number: number;
    found: Extract<RowFields, { fields: unknown }>;
    infer: InferRows;
    /** The settings that answered the row then; null for those in force now. */
    settled: { by: number | null } | null;
  },
): Promise<Asked> {
  const { served, version } = await getServedVersion(ctx, { model, number, permission: 'replay.run' });
  if (version.servedBy !== 'runner') return { lack: 'not_in_service' };
  const fitted = rowFor(served.columns, found.fields);
  if ('missing' in fitted) return { lack: 'lacks_columns' };
  const of = { modelId: version.modelId, versionNumber: number };
  const settings =
    settled === null
      ? await findAnswerSettings(ctx, of)
      : settled.by === null
        ? null
        : await findAnswerSettings(ctx, { ...of, number: settled.by });
  try {
    const again = settledInference(infer, served, settings?.content ?? null);
    const { answers, classes } = await again({ projectId, modelId: version.modelId, number, rows: [fitted.row] });
    return answers[0] ? { answer: answers[0], classes } : { lack: 'refused' };
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid_input') return { lack: 'refused' };
    if (isAppError(error) && error.reason === 'not_in_service') return { lack: 'not_in_service' };
    throw error;
  }
}

function compareAgain(
  { outcome, answer }: PredictionDetail,
  asked: Asked | 'not_kept' | 'personal' | undefined,
): Pick<Blame, 'again' | 'largestDifference'> {
  if (typeof asked === 'string') return { again: asked, largestDifference: null };
  if (!asked || 'lack' in asked) return { again: asked?.lack ?? 'not_in_service', largestDifference: null };
  const pairs: [number, number][] = [];
  if (answer.value !== null && asked.answer.value !== null) pairs.push([answer.value, asked.answer.value]);
  for (const { label, share } of answer.probabilities ?? []) {
    const now = asked.answer.probabilities?.[asked.classes.indexOf(label)];
    if (share !== null && now !== undefined && now !== null) pairs.push([share, now]);
  }
  const largestDifference = pairs.length === 0 ? null : Math.max(...pairs.map(([then, now]) => Math.abs(then - now)));
  // The log keeps floats as the shortest decimals that name them.
  const areSame =
    pairs.length > 0 && pairs.every(([then, now]) => Object.is(then, now) || Math.fround(then) === Math.fround(now));
  if (answer.value === null && outcome !== asked.answer.outcome) return { again: 'different', largestDifference };
  return { again: areSame ? 'same-bits' : 'same-answer', largestDifference: areSame ? 0 : largestDifference };
}

/** Oldest first, each against the newest earlier one that could be asked. */
function tellVersions(asked: ReadonlyMap<number, Asked>): VersionAnswer[] {
  let earlier: string | null = null;
  return [...asked]
    .sort(([a], [b]) => a - b)
    .map(([version, found]) => {
      if ('lack' in found) return { version, answer: null, share: null, lack: found.lack, isChange: false };
      const { outcome, label, probabilities } = found.answer;
      const isChange = earlier !== null && earlier !== outcome;
      earlier = outcome;
      const share = label === null ? null : (probabilities?.[found.classes.indexOf(label)] ?? null);
      return { version, answer: outcome, share, lack: null, isChange };
    });
}
