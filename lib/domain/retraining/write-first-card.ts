import type { Ctx } from '@/lib/platform/context';
import { getCard, saveCard } from '../cards';
import { CardFields } from '../cards/schema';
import type { Version } from '../registry/schema';
import { isOutside, type Method, type Pinned, type RunOutcome } from './schema';

/**
 * Drafts the card of a version that is the first of its model from what its run knows: its rows, its algorithm, what it was judged by. Who
 * owns the model says the rest and publishes it. A version that has a card, or another one before it, is left alone.
 */
export async function writeFirstCard(
  ctx: Ctx,
  { version, run, pinned, outcome }: { version: Version; run: number; pinned: Pinned; outcome: RunOutcome | null },
): Promise<void> {
  const of = { model: version.modelId, number: version.number };
  const { published, draft, previous } = await getCard(ctx, of);
  if (version.number > 1 || published || draft || previous) return;
  const fields = CardFields.parse({
    trainingData: dataOf(pinned, outcome),
    trainingProcedure: procedureOf(pinned, run),
    metrics: outcome ? metricsOf(outcome) : '',
  });
  await saveCard(ctx, { ...of, content: { fields, markdown: '' } });
}

function dataOf(pinned: Pinned, outcome: RunOutcome | null): string {
  const { datasetName, datasetNumber, rows, cutOff, target, features } = pinned;
  return [
    `Dataset "${datasetName}", version ${datasetNumber}: ${rows} rows${cutOff === null ? '' : ` up to ${cutOff}`}${outcome ? `, ${outcome.rows.learnt} of them learnt` : ''}.`,
    `Target: ${target}. Inputs: ${short(features)}.`,
    ...(outcome && outcome.dropped.length > 0
      ? [`Empty or constant, without effect: ${short(outcome.dropped.map(({ column }) => column))}.`]
      : []),
  ].join('\n');
}

function procedureOf({ method, seed }: Pinned, run: number): string {
  const { algorithm, task, ...settings } = method;
  return `${ALGORITHMS[algorithm]} (${task}), training run ${run}, seed ${seed}. ${isOutside(method) ? 'Parameters' : 'Settings'}: ${JSON.stringify(isOutside(method) ? method.parameters : settings)}`;
}

const ALGORITHMS: Readonly<Record<Method['algorithm'], string>> = {
  'gradient-boosting': 'Histogram gradient-boosted trees',
  logistic: 'Logistic regression',
  ridge: 'Ridge regression',
  python: "A script of the owner's",
  webhook: "A pipeline of the owner's",
};

const PARTED = { time: 'each later than what taught it', group: 'no group on both sides', random: 'parted by chance' };

function metricsOf({ crossValidation }: RunOutcome): string {
  if (!crossValidation) return '';
  const { by, folds, metrics } = crossValidation;
  const told = Object.entries(metrics).flatMap(([name, { mean, deviation }]) =>
    mean === null ? [] : [`${name} ${figures(mean)}${deviation === null ? '' : ` ± ${figures(deviation)}`}`],
  );
  return `Cross-validation over ${folds.length} folds, ${PARTED[by]} (mean ± standard deviation): ${told.join(', ')}.`;
}

const figures = (value: number) => String(Number(value.toPrecision(4)));

/** A card is read by people: of many names the first. */
const short = (names: readonly string[]) =>
  names.length <= 30 ? names.join(', ') : `${names.slice(0, 30).join(', ')} and ${names.length - 30} more`;
