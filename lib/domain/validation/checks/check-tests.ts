import type { Ctx } from '@/lib/platform/context';
import { findBlockingTests } from '../blocking-tests';
import type { Measurement, RegressionResult } from '../schema';
import { said, unknown } from './measure';

/** How it answered the model's regression tests: those that the champion passes stand before it. */
export async function checkTests(
  ctx: Ctx,
  of: { modelId: string; number: number; champion: number | null },
  { tests, passed, failed, learnt, unfit, trainingKnown }: RegressionResult,
): Promise<Measurement> {
  if (tests === 0) return unknown('regression-tests', 'no-tests');
  const blocking = (await findBlockingTests(ctx, of)).length;
  const facts = { n: tests, passed, failed, learnt, unfit, blocking, champion: of.champion ?? 0 };
  if (blocking > 0) return said('regression-tests', 'bad', 'blocking', facts);
  if (failed > 0) return said('regression-tests', 'open', 'failed', facts);
  return said('regression-tests', passed > 0 ? 'good' : 'unknown', trainingKnown ? 'passed' : 'passed-unknown', facts);
}
