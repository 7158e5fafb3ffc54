import type { Ctx } from '@/lib/platform/context';
import type { Model, Version } from '../registry/schema';
import { compareEvaluations, countRegression } from '../validation';
import type { ReleaseNotes } from './schema';

const SHOWN = 50;

/** What differs between two versions of a model, as far as the registry, its reports and its tests know. */
export async function composeReleaseNotes(
  ctx: Ctx,
  { model, before, after }: { model: Model; before: Version; after: Version },
): Promise<Omit<ReleaseNotes, 'live'>> {
  const [evaluation, testsBefore, testsAfter] = await Promise.all([
    compareEvaluations(ctx, { modelId: model.id, before: before.number, after: after.number }),
    countRegression(ctx, { modelId: model.id, number: before.number }),
    countRegression(ctx, { modelId: model.id, number: after.number }),
  ]);
  const inputs = ({ signature }: Version) => signature.inputs.map(({ name, datatype }) => `${name} ${datatype}`);
  const classes = ({ signature: { reading } }: Version) => (reading.task === 'classification' ? reading.classes : []);
  const operators = ({ inspection }: Version) =>
    inspection.operators.map(({ domain, name }) => (domain === '' ? name : `${domain}.${name}`));
  const differ = (of: (version: Version) => readonly string[]) => ({
    added: of(after)
      .filter((name) => !of(before).includes(name))
      .slice(0, SHOWN),
    removed: of(before)
      .filter((name) => !of(after).includes(name))
      .slice(0, SHOWN),
  });
  return {
    inputs: differ(inputs),
    classes: differ(classes),
    operators: differ(operators),
    fileBytes: { before: before.sizeBytes, after: after.sizeBytes },
    latencyMsP50: { before: before.probe.latencyMsP50, after: after.probe.latencyMsP50 },
    trainedOn: after.trainedOn,
    evaluation,
    regression: { before: testsBefore, after: testsAfter },
  };
}
