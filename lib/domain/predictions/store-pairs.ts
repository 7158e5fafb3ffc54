import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Prisma } from '@/prisma/generated/client';
import { type LoggedAnswer, listAnswers } from './store-answers';

/** A call and what a shadow answered to it. */
export interface AnsweredPair {
  call: LoggedAnswer;
  shadow: LoggedAnswer;
}

/**
 * Calls that two versions of a model both answered, one of them as the other's shadow, by the shadow's ids from `from` up to `before`, newest
 * first, `limit` at most. `next` is where to go on; null where there are no more.
 */
export async function listPairsBefore(
  ctx: Ctx,
  of: {
    projectId: string;
    modelId: string;
    versions: readonly [number, number];
    from: string;
    before: string;
    limit: number;
  },
): Promise<{ pairs: AnsweredPair[]; next: string | null }> {
  const found = await ctx.db.$queryRaw<{ id: string; callId: string }[]>`
    select id, shadow_of as "callId" from predictions where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid
      and id >= ${of.from}::uuid and id < ${of.before}::uuid and shadow_of is not null
      and version_number in (${Prisma.join([...of.versions])})
    order by id desc limit ${of.limit}`;
  const answers = await listAnswers(ctx, of.projectId, [...new Set(found.map(({ callId }) => callId))]);
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const pairs = found.flatMap(({ id, callId }): AnsweredPair[] => {
    const [call, shadow] = [byId.get(callId), byId.get(id)];
    if (!call || !shadow) return [];
    const numbers = [call.versionNumber, shadow.versionNumber];
    return of.versions.every((number) => numbers.includes(number)) ? [{ call, shadow }] : [];
  });
  return { pairs, next: found.length < of.limit ? null : (found.at(-1)?.id ?? null) };
}
