import 'server-only';
import { z } from 'zod';
import { AppError } from '@/lib/platform/errors';
import { callGateway } from '@/lib/platform/internal-gateway';

export const RowAnswer = z.object({
  outcome: z.string(),
  label: z.string().nullable(),
  probabilities: z.array(z.number().nullable()).nullable(),
  value: z.number().nullable(),
});
export type RowAnswer = z.infer<typeof RowAnswer>;

const Answers = z.object({ answers: z.array(RowAnswer), classes: z.array(z.string()) });

export interface RowsCall {
  projectId: string;
  modelId: string;
  number: number;
  rows: Record<string, unknown>[];
}

/** Runs rows of named text cells through a version without logging them. Throws `invalid_input` with params `rows.{i}.{field}`. */
export type InferRows = (call: RowsCall) => Promise<z.infer<typeof Answers>>;

const TIMEOUT_MS = 60_000;

/** The gateway's internal address, where the version runs. */
export function gatewayInference(): InferRows {
  return async (call) => {
    const response = await callGateway('/internal/infer', { ...call, textCells: true }, TIMEOUT_MS);
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return Answers.parse(body);
    throw toError(response.status, body);
  };
}

const Refusal = z.object({
  detail: z.string(),
  invalidParams: z.array(z.object({ name: z.string(), reason: z.string() })).default([]),
});

function toError(status: number, body: unknown): AppError {
  const refusal = Refusal.safeParse(body);
  const message = refusal.success ? refusal.data.detail : 'The model could not answer these rows.';
  if (status === 404) return new AppError('conflict', message, { reason: 'not_in_service' });
  if (status >= 500 || !refusal.success) return new AppError('unavailable', message, { retryAfter: 5 });
  return new AppError('invalid_input', message, {
    reason: 'model_refused',
    invalidParams: refusal.data.invalidParams,
  });
}
