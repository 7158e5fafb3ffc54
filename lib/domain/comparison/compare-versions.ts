import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { quantileSorted } from '@/lib/pure/stats/quantile';
import { loggedInputs } from '../collection';
import { findBlockChoice } from '../performance';
import type { LoggedAnswer } from '../predictions';
import { getModel, getServedVersion, rowPlaces } from '../registry';
import type { Model } from '../registry/schema';
import { costOfErrors } from './cost-of-errors';
import { describeAnswers } from './describe-answers';
import { describeScores } from './describe-scores';
import { judge } from './judge';
import { readPairs } from './read-pairs';
import { computingOf, trafficOf } from './running-cost';
import type { Comparison, ComparisonQuery, ErrorPrices, RunningPrice } from './schema';
import { scoreRows } from './score-rows';
import { SlowResults } from './slow-results';
import { findRunningPrice } from './store-running-price';
import { type IsLearnt, learntRows } from './training-rows';

const DAY_MS = 86_400_000;

/** Classes that are listed to choose an alarm from. */
const MOST_ALARMS = 200;

const kept = new SlowResults<Comparison>(Date.now);

/**
 * Which of two versions is better, by rows that both really answered after what they learnt from. Reads the log; what took seconds is told
 * again for a while, with the moment at which it was read.
 */
export async function compareVersions(ctx: Ctx, input: ComparisonQuery & { model: string }): Promise<Comparison> {
  const model = await getModel(ctx, { model: input.model, permission: 'performance.view' });
  if (input.a === input.b) throw invalidInput('b', `it must be another version than "a", which is ${input.a}`);
  const nowMs = ctx.now().getTime();
  const window = { fromMs: input.from ? Date.parse(input.from) : 0, toMs: input.to ? Date.parse(input.to) : nowMs };
  if (window.fromMs >= window.toMs) throw invalidInput('from', 'it must be before "to"');
  const prices = errorPricesOf(input);
  const price = await findRunningPrice(ctx, model.projectId);
  const { a, b, from = null, to = null } = input;
  return kept.get(JSON.stringify([model.id, a, b, from, to, prices, price]), () =>
    readComparison(ctx, model, input, { ...window, prices, price }),
  );
}

/** 422 where only a part of what errors cost is said. */
function errorPricesOf({ alarm, falseAlarm, miss }: ComparisonQuery): ErrorPrices | null {
  if (alarm === undefined && falseAlarm === undefined && miss === undefined) return null;
  if (alarm === undefined || falseAlarm === undefined || miss === undefined)
    throw invalidInput(
      alarm === undefined ? 'alarm' : falseAlarm === undefined ? 'falseAlarm' : 'miss',
      'say alarm, falseAlarm and miss together: a class, and what each of its two errors costs',
    );
  return { alarm, falseAlarm, miss };
}

async function readComparison(
  ctx: Ctx,
  model: Model,
  input: ComparisonQuery,
  {
    fromMs,
    toMs,
    prices,
    price,
  }: { fromMs: number; toMs: number; prices: ErrorPrices | null; price: RunningPrice | null },
): Promise<Comparison> {
  const nowMs = ctx.now().getTime();
  const read = (number: number) => getServedVersion(ctx, { model: model.id, number, permission: 'performance.view' });
  const [a, b, inputs, choice] = await Promise.all([
    read(input.a),
    read(input.b),
    loggedInputs(ctx, model),
    findBlockChoice(ctx, model.id),
  ]);
  const { reading } = a.served;
  if (reading.task !== b.served.reading.task)
    throw invalidInput('b', `it answers another task (${b.served.reading.task}) than "a" (${reading.task})`);
  // A shadow takes the inputs of the version that it stands beside.
  const known = new Set(rowPlaces(a.served).map(({ name }) => name));
  const learn = (version: typeof a.version) => learntRows(ctx, { projectId: model.projectId, version, inputs, known });
  const [learntA, learntB] = [await learn(a.version), await learn(b.version)];
  const cutOffs = [a, b].flatMap(({ version }) => version.trainedOn?.cutOff ?? []).sort();
  const cutOff = cutOffs.at(-1) ?? null;
  const entityOf = (call: LoggedAnswer, row: number): string | null => {
    if (!choice) return null;
    const said = call.contexts?.[row];
    const value =
      choice.from === 'input'
        ? inputs.valueOf(call, row, choice.name)
        : said && Object.hasOwn(said, choice.name)
          ? said[choice.name]
          : null;
    return value === null || value === undefined || value === '' ? null : String(value);
  };
  const classes = new Set(
    [a, b].flatMap(({ served }) => (served.reading.task === 'classification' ? served.reading.classes : [])),
  );
  if (prices && reading.task !== 'classification')
    throw invalidInput(
      'alarm',
      'only answers of classes have false alarms and misses; leave alarm, falseAlarm and miss out',
    );
  if (prices && classes.size > 0 && !classes.has(prices.alarm))
    throw invalidInput('alarm', `it must be one of the classes ${[...classes].slice(0, 50).join(', ')}`, {
      reason: 'unknown_class',
    });
  const pairs = await readPairs(ctx, {
    projectId: model.projectId,
    modelId: model.id,
    a: input.a,
    b: input.b,
    fromMs,
    toMs,
    cutOffMs: cutOff === null ? null : Date.parse(cutOff),
    learnt: [learntA, learntB].filter((learnt): learnt is IsLearnt => learnt !== null),
    entityOf,
  });
  const measure = reading.task === 'regression' ? 'mae' : 'accuracy';
  const names = b.overlay?.classNames ?? a.overlay?.classNames ?? {};
  const nameOf = (label: string): string => (Object.hasOwn(names, label) && names[label]) || label;
  const { scored, misfits, unanswered } =
    reading.task === 'tensors'
      ? { scored: [], misfits: 0, unanswered: 0 }
      : scoreRows(pairs.rows, { measure, classes });
  const scores = describeScores(scored, {
    measure,
    unit: (reading.task === 'regression' && reading.unit) || '',
    nameOf,
    hasEntities: choice !== null,
    todayMs: Math.floor(nowMs / DAY_MS) * DAY_MS,
  });
  const span = spanOf(pairs.rows.map(({ atMs }) => atMs));
  const traffic = trafficOf(pairs);
  const sideOf = ({ version }: typeof a, learnt: IsLearnt | null, side: 'a' | 'b'): Comparison['a'] => ({
    version: version.number,
    cutOff: version.trainedOn?.cutOff ?? null,
    training: learnt ? 'checked' : 'unknown',
    latencyMs: latencyOf(pairs.runUs[side]),
    computing: version.servedBy === 'runner' ? computingOf(pairs.computed[side], price, traffic) : null,
  });
  return {
    a: sideOf(a, learntA, 'a'),
    b: sideOf(b, learntB, 'b'),
    ...judge(
      scores && {
        n: scores.n,
        days: scores.days,
        difference: scores.difference,
        isBetter: scores.sequential.betterSince !== null,
        isWorse: scores.sequential.worseSince !== null,
        isWhole: pairs.isWhole,
      },
    ),
    cutOff,
    first: span && new Date(span[0]).toISOString(),
    last: span && new Date(span[1]).toISOString(),
    readAt: new Date(nowMs).toISOString(),
    calls: pairs.calls,
    rows: pairs.rows.length,
    isWhole: pairs.isWhole,
    leftOut: {
      beforeCutOff: pairs.beforeCutOff,
      inTraining: pairs.inTraining,
      unanswered: pairs.unanswered + unanswered,
      misfits,
    },
    scores,
    price,
    traffic,
    errorCosts: prices && costOfErrors(scored, prices, choice !== null),
    classes: (classes.size > 0 ? [...classes] : (scores?.classes.map(({ label }) => label) ?? []))
      .slice(0, MOST_ALARMS)
      .map((label) => ({ label, name: nameOf(label) })),
    answers: describeAnswers(pairs.rows, { isNumber: measure === 'mae', nameOf }),
  };
}

function spanOf(moments: readonly number[]): [number, number] | null {
  if (moments.length === 0) return null;
  return moments.reduce<[number, number]>(
    ([first, last], at) => [Math.min(first, at), Math.max(last, at)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function latencyOf(runUs: readonly number[]): Comparison['a']['latencyMs'] {
  const measured = Float64Array.from(runUs.filter((us) => us > 0)).sort();
  if (measured.length === 0) return null;
  return { p50: quantileSorted(measured, 0.5) / 1000, p95: quantileSorted(measured, 0.95) / 1000 };
}
