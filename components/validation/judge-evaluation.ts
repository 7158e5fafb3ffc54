import type { EvaluationResult } from '@/lib/domain/validation/schema';

const FEW_ROWS = 30;

export type Verdict = 'few-rows' | 'no-better' | 'better' | 'unknown';

/** Whether the model beats the best simple answer on the same rows. Below an effective n of 30 there is no verdict. */
export function judgeEvaluation({
  baselines,
  effectiveRows,
}: Pick<EvaluationResult, 'baselines' | 'effectiveRows'>): Verdict {
  if (effectiveRows < FEW_ROWS) return 'few-rows';
  const { model, measure } = baselines;
  const scores = [baselines.constant?.score, baselines.rule?.score].flatMap((score) =>
    score === null || score === undefined ? [] : [score],
  );
  if (model === null || scores.length === 0) return 'unknown';
  return (measure === 'accuracy' ? model > Math.max(...scores) : model < Math.min(...scores)) ? 'better' : 'no-better';
}
