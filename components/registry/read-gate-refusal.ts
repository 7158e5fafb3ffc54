import { z } from 'zod';
import { Check } from '@/lib/domain/validation/schema';
import { ApiError } from '@/lib/platform/http/client';

const Details = z.object({
  isUnexamined: z.boolean(),
  checks: z.array(Check),
  count: z.int(),
  champion: z.int().nullable(),
  tests: z.array(
    z.object({
      rowId: z.string(),
      expected: z.string(),
      tolerance: z.number().nullable(),
      answered: z.string().nullable(),
    }),
  ),
});
export type GateRefusal = z.infer<typeof Details>;

/** What the server says where rules of the model stand before a promotion; null for every other error. */
export function readGateRefusal(error: unknown): GateRefusal | null {
  if (!(error instanceof ApiError) || error.problem.reason !== 'gate_failed') return null;
  return Details.safeParse(error.problem.details).data ?? null;
}
