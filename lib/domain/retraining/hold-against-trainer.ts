import type { TrainerResult } from '@/lib/engine/trainer';
import type { Ctx } from '@/lib/platform/context';
import type { TrainingTable } from '@/lib/pure/trainers/training-table';
import { getServedVersion } from '../registry';
import type { Model, Version } from '../registry/schema';
import { compareAnswer, type InferRows, whenServed } from '../validation';

const TOLERANCE = 1e-5;

export interface TrainerParity {
  rows: number;
  agreed: number;
  /** Largest absolute difference of a number; null without rows. */
  largestDifference: number | null;
}

/** Holds the answers of a version in its runner against what its trainer predicted for rows of the table; those with a missing value are left out. */
export async function holdAgainstTrainer(
  ctx: Ctx,
  given: { model: Model; version: Version; table: TrainingTable; sample: Uint32Array; trained: TrainerResult },
  tools: { infer: InferRows; wait: (ms: number) => Promise<void>; signal: AbortSignal },
): Promise<TrainerParity> {
  const { model, version, table, sample, trained } = given;
  const { served } = await getServedVersion(ctx, { model: model.id, number: version.number });
  const nameOf = (input: string) => served.columns.find((column) => column.input === input)?.name ?? input;
  const inputs = trained.model.inputs.map(({ name }) => name);
  const columns = table.columns.filter(({ name }) => inputs.includes(name));
  const places = Array.from(sample.keys()).filter((place) =>
    columns.every(({ values }) => isThere(values[sample[place] ?? 0])),
  );
  const rows = places.map((place) =>
    Object.fromEntries(columns.map(({ name, values }) => [nameOf(name), String(values[sample[place] ?? 0])])),
  );
  if (rows.length === 0) return { rows: 0, agreed: 0, largestDifference: null };
  const of = { projectId: model.projectId, modelId: model.id, number: version.number };
  const { answers } = await whenServed(() => tools.infer({ ...of, rows }), tools);
  let agreed = 0;
  let largestDifference: number | null = null;
  const { predictions } = trained;
  for (const [i, place] of places.entries()) {
    const answer = answers[i];
    if (!answer) continue;
    const width = predictions.kind === 'classes' ? predictions.labels.length : 0;
    const { agrees, difference } = compareAnswer(
      answer,
      predictions.kind === 'numbers'
        ? { label: null, value: predictions.values[place] ?? Number.NaN, probabilities: null }
        : {
            label: null,
            value: null,
            probabilities: Array.from(predictions.probabilities.subarray(place * width, (place + 1) * width)),
          },
      TOLERANCE,
    );
    if (agrees) agreed += 1;
    if (difference !== null) largestDifference = Math.max(largestDifference ?? 0, difference);
  }
  return { rows: rows.length, agreed, largestDifference };
}

const isThere = (value: unknown) => value !== null && value !== undefined && value !== '' && !Number.isNaN(value);
