import { z } from 'zod';

/** One row's answer in words. `id` is null where nothing was logged. */
export const FriendlyPrediction = z.object({
  id: z.string().nullable(),
  label: z.string().nullable().optional(),
  name: z.string().nullable().optional(),
  probabilities: z.record(z.string(), z.number().nullable()).nullable().optional(),
  /** The answer is too close to call: somebody should look. Absent otherwise. */
  abstained: z.literal(true).optional(),
  value: z.number().nullable().optional(),
  unit: z.string().nullable().optional(),
  outputs: z.record(z.string(), z.array(z.unknown())).optional(),
});
export type FriendlyPrediction = z.infer<typeof FriendlyPrediction>;

export const FriendlyReply = z.object({
  predictionId: z.string().nullable(),
  model: z.string(),
  version: z.int(),
  route: z.string(),
  log: z.string(),
  latencyMs: z.number(),
  predictions: z.array(FriendlyPrediction),
});
export type FriendlyReply = z.infer<typeof FriendlyReply>;
