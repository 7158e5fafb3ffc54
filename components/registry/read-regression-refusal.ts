import { z } from 'zod';
import { ApiError } from '@/lib/platform/http/client';

const Details = z.object({
  count: z.int(),
  champion: z.int(),
  tests: z.array(
    z.object({
      rowId: z.string(),
      expected: z.string(),
      tolerance: z.number().nullable(),
      answered: z.string().nullable(),
    }),
  ),
});
export type RegressionRefusal = z.infer<typeof Details>;
export type RefusedTest = RegressionRefusal['tests'][number];

/** What the server says where regression tests stand before a promotion; null for every other error. */
export function readRegressionRefusal(error: unknown): RegressionRefusal | null {
  if (!(error instanceof ApiError) || error.problem.reason !== 'regression_failed') return null;
  return Details.safeParse(error.problem.details).data ?? null;
}
