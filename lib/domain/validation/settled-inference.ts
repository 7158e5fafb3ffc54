import { settleAnswers } from '@/lib/pure/answer-settings/settle';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
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
