import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput, notFound } from '@/lib/platform/errors';
import { isPlain, PLAIN } from '@/lib/pure/answer-settings/settings';
import {
  findAnswerSettings,
  getServedVersion,
  insertAnswerSettings,
  lockAnswerSettings,
  type TrafficGate,
  tellGateway,
} from '../registry';
import type { AnswerSettings } from '../registry/schema';
import { testAgain } from '../validation';
import { requireFit } from './fit-settings';
import { answersCallers, getSettings } from './get-settings';
import type { VersionSettings } from './schema';

interface Change {
  model: string;
  number: number;
  reason: string;
  /** The number that was in force when the change was made up. */
  after: number;
  /** Asked where callers get the version's answers. */
  approve: TrafficGate;
}

/** Puts settings in force from the next call on. Throws 409 where others came into force meanwhile, 422 where they do not fit the version. */
export async function saveSettings(ctx: Ctx, input: Change & { settings: AnswerSettings }): Promise<VersionSettings> {
  return change(ctx, input, 'answer-settings.save', async () => ({ content: input.settings, basedOn: null }));
}

/** Puts earlier settings in force again, as a new entry of the history; 0 is the file as it is. */
export async function undoSettings(ctx: Ctx, input: Change & { to: number }): Promise<VersionSettings> {
  return change(ctx, input, 'answer-settings.undo', async (tx, of) => {
    if (input.to === input.after) throw invalidInput('to', `number ${input.to} is in force already`);
    const earlier = input.to === 0 ? null : await findAnswerSettings(tx, { ...of, number: input.to });
    if (input.to !== 0 && !earlier) throw notFound('settings', String(input.to));
    return { content: earlier?.content ?? PLAIN, basedOn: input.to };
  });
}

async function change(
  ctx: Ctx,
  input: Change,
  action: 'answer-settings.save' | 'answer-settings.undo',
  decide: (
    tx: Ctx,
    of: { modelId: string; versionNumber: number },
  ) => Promise<{ content: AnswerSettings; basedOn: number | null }>,
): Promise<VersionSettings> {
  const projectId = await inTransaction(ctx, async (tx) => {
    const { model, version, served } = await getServedVersion(tx, {
      model: input.model,
      number: input.number,
      permission: 'version.manage',
    });
    if (version.servedBy !== 'runner')
      throw invalidInput('number', `version ${version.number} has no file whose answers could be settled`);
    const of = { modelId: model.id, versionNumber: version.number };
    await lockAnswerSettings(tx, of);
    const before = await findAnswerSettings(tx, of);
    if ((before?.number ?? 0) !== input.after)
      throw new AppError(
        'conflict',
        `Number ${before?.number ?? 0} came into force meanwhile. Look at it, and decide again.`,
        { reason: 'settings_changed' },
      );
    const { content, basedOn } = await decide(tx, of);
    requireFit(content, served);
    if (JSON.stringify(content) === JSON.stringify(before?.content ?? PLAIN))
      throw invalidInput('settings', 'they are in force already');
    const passed = answersCallers(model, version.number)
      ? await input.approve(tx, { model, number: version.number })
      : null;
    const saved = await insertAnswerSettings(tx, model, {
      versionNumber: version.number,
      number: input.after + 1,
      content,
      reason: input.reason,
      basedOn,
      createdBy: actorName(tx.actor),
    });
    await testAgain(tx, { modelId: model.id, number: version.number });
    await audit(tx, {
      action,
      object: `model:${model.name}/${version.number}`,
      projectId: model.projectId,
      before: { number: input.after, settings: before?.content ?? PLAIN },
      after: {
        number: saved.number,
        settings: content,
        reason: input.reason,
        ...(basedOn === null ? {} : { basedOn }),
        ...(isPlain(content) ? { isPlain: true } : {}),
        ...passed,
      },
    });
    return model.projectId;
  });
  await tellGateway(ctx, { projectId });
  return getSettings(ctx, input);
}
