import type { Ctx } from '@/lib/platform/context';
import { settleAnswers } from '@/lib/pure/answer-settings/settle';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { findAnswerSettings } from '../registry';
import type { AnswerSettings } from '../registry/schema';
import type { InferRows } from './infer-rows';

/** What a version answers by settings; the file alone is asked, because settings of another day may be wanted. */
export const settledInference = (
  infer: InferRows,
  served: ServedSignature,
  settings: AnswerSettings | null,
): InferRows =>
  settings
    ? async (call) => {
        const { answers, classes } = await infer(call);
        return { answers: settleAnswers(served, answers, settings), classes };
      }
    : infer;

/** What a version answers by the settings in force, and their number; 0 is the file as it is. */
export async function inferInForce(
  ctx: Ctx,
  infer: InferRows,
  of: { modelId: string; number: number; served: ServedSignature },
): Promise<{ infer: InferRows; number: number }> {
  const inForce = await findAnswerSettings(ctx, { modelId: of.modelId, versionNumber: of.number });
  return { infer: settledInference(infer, of.served, inForce?.content ?? null), number: inForce?.number ?? 0 };
}
