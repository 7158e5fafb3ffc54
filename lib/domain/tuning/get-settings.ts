import type { Ctx } from '@/lib/platform/context';
import { PLAIN } from '@/lib/pure/answer-settings/settings';
import { getServedVersion, listAnswerSettings } from '../registry';
import type { Model } from '../registry/schema';
import { kindsOf } from './fit-settings';
import type { VersionSettings } from './schema';

/** What is done to the answers of a version, all that ever was, and what can be. */
export async function getSettings(ctx: Ctx, input: { model: string; number: number }): Promise<VersionSettings> {
  const { model, version, served, overlay } = await getServedVersion(ctx, { ...input, permission: 'version.view' });
  const history = await listAnswerSettings(ctx, { modelId: model.id, versionNumber: version.number });
  const { reading } = served;
  return {
    inForce: history[0]?.number ?? 0,
    content: history[0]?.content ?? PLAIN,
    history,
    kinds: version.servedBy === 'runner' ? kindsOf(served) : [],
    classes:
      reading.task === 'classification'
        ? reading.classes.map((label) => ({ label, name: overlay?.classNames[label] || label }))
        : [],
    answersCallers: answersCallers(model, version.number),
    unit: (reading.task === 'regression' && reading.unit) || '',
  };
}

/** Whether callers who name no version get its answers. */
export const answersCallers = ({ champion, deployment }: Model, number: number): boolean =>
  champion === number || deployment.canary?.version === number;
