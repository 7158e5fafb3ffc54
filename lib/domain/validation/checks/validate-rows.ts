import type { Ctx } from '@/lib/platform/context';
import { isAppError, nothingIfGone } from '@/lib/platform/errors';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { getDatasetProfile } from '../../datasets';
import type { DatasetProfile } from '../../datasets/schema';
import { findOverlay, getVersion, type RowPlace, rowPlaces, servedSignature } from '../../registry';
import type { Model, Overlay, Version } from '../../registry/schema';
import { leaveOutSeen } from '../leave-out-seen';
import { CHECKS, type CheckId, type Measurement, type ValidationPlan, type ValidationRows } from '../schema';
import { TrainingRows } from '../training-rows';
import { checkBaselines } from './check-baselines';
import { checkDrift, checkDuplicates, checkLeakage, checkNulls, checkRows, checkTypes } from './check-data';
import { checkCalibration, checkChampion, checkScore } from './check-metrics';
import { checkFairness, checkWeakestSlice } from './check-slices';
import { goodnessOf, type JudgedAnswers, judgeAnswers } from './judged-answers';
import { type JudgedRows, readJudgedRows } from './judged-rows';
import { unknown } from './measure';
import { answerOf, OwnRunner, type Told } from './own-runner';
import { readLessons } from './read-lessons';

export interface ExaminedVersion {
  model: Model;
  version: Version & { servedSha256: string | null };
  overlay: Overlay | null;
  served: ServedSignature;
  places: RowPlace[];
}

/** A version with what it takes, for work that has asked for the permission already. */
export async function openVersion(ctx: Ctx, of: { model: string; number: number }): Promise<ExaminedVersion> {
  const { model, version } = await getVersion(ctx, { ...of, permission: 'model.view' });
  const overlay = await findOverlay(ctx, model, version.number);
  const served = servedSignature(version.signature, overlay);
  return { model, version, overlay, served, places: rowPlaces(served) };
}

type Tell = (step: 'rows' | 'answers' | 'champion', share: number) => Promise<void>;

/** Everything that needs rows with their truth; `cells` are those that behaviour is tried on. */
export async function validateRows(
  ctx: Ctx,
  of: ExaminedVersion,
  plan: ValidationPlan & { dataset: NonNullable<ValidationPlan['dataset']> },
  { runner, tell }: { runner: OwnRunner; tell: Tell },
): Promise<{ rows: ValidationRows; measurements: Measurement[]; cells: (readonly string[])[] }> {
  await tell('rows', 0);
  const { model, version, places } = of;
  const training = await TrainingRows.open(ctx, model.projectId, version);
  const judged = await readJudgedRows(ctx, { projectId: model.projectId, places, training }, plan.dataset);
  const learnt = training && {
    name: training.of.name,
    profile: await getDatasetProfile(ctx, { projectId: model.projectId, ...training.of }).catch(nothingIfGone),
  };
  const cells = judged.rows.map(({ placed }) => placed);
  const told = await runner.ask(cells, (asked) => tell('answers', asked / cells.length));
  const profile = learnt?.profile ?? null;
  const data = [
    ...checkRows(judged),
    checkTypes(told),
    checkNulls(judged.rows, places, profile),
    checkDuplicates(judged.rows),
    checkDrift(judged, places, profile),
  ];
  const { measurements, judgedCount } = await judge(ctx, of, plan, { judged, told, training, tell });
  const { name, target } = judged.facts;
  const profiles: { name: string; profile: DatasetProfile }[] = [];
  // Hints are about the target of a dataset, which another column may have been named for.
  if (target === judged.dataset.roles.target)
    profiles.push({ name, profile: await getDatasetProfile(ctx, { projectId: model.projectId, ...judged.dataset }) });
  if (learnt && profile && training.of.datasetId !== plan.dataset.id) profiles.push({ name: learnt.name, profile });
  const leakage = checkLeakage(places, profiles, { name, baselines: measurements });
  const rows = {
    ...judged.facts,
    judged: judgedCount,
    refused: told.length - judgedCount,
  };
  return { rows, cells, measurements: [...data, leakage, ...measurements] };
}

const JUDGED = [
  'score',
  'champion',
  'constant',
  'last-value',
  'single-rule',
  'calibration',
  'weakest-slice',
  'fairness',
] as const;

/** Checks that cannot be made, all for one reason. */
export const allUnknown = (checks: readonly CheckId[], why: string): Measurement[] =>
  checks.map((check) => unknown(check, why));

/** Checks that need rows with their truth. */
export const OF_ROWS: readonly CheckId[] = [
  ...(Object.keys(CHECKS) as CheckId[]).filter((check) => CHECKS[check].group === 'data'),
  ...JUDGED,
];

async function judge(
  ctx: Ctx,
  of: ExaminedVersion,
  plan: ValidationPlan,
  {
    judged,
    told,
    training,
    tell,
  }: {
    judged: JudgedRows;
    told: readonly Told[];
    training: TrainingRows | null;
    tell: Tell;
  },
): Promise<{ measurements: Measurement[]; judgedCount: number }> {
  const { reading } = of.served;
  const answered = told.filter((one) => 'answer' in one).length;
  if (reading.task === 'tensors') return { measurements: allUnknown(JUDGED, 'tensors'), judgedCount: answered };
  const classes = reading.task === 'classification' ? reading.classes : [];
  const unit = reading.task === 'regression' ? (reading.unit ?? '') : '';
  const found = judgeAnswers(judged.rows, told, {
    ...{ task: reading.task, classes, classNames: of.overlay?.classNames ?? {}, target: judged.facts.target },
  });
  if (found.answered.length === 0) return { measurements: allUnknown(JUDGED, 'no-answers'), judgedCount: 0 };
  const { places } = of;
  const { roles } = judged.dataset;
  const lessons = training && (await readLessons(training, { places, roles, truthOf: found.truthOf }));
  return {
    judgedCount: found.answered.length,
    measurements: [
      checkScore(found, unit),
      await besideChampion(ctx, of, { judged, found, unit, tell }),
      ...checkBaselines(found, places, unit, lessons),
      checkCalibration(found, classes),
      checkWeakestSlice(found, places),
      checkFairness(found, plan.fairness, judged.header),
    ],
  };
}

async function besideChampion(
  ctx: Ctx,
  { model, version }: ExaminedVersion,
  { judged, found, unit, tell }: { judged: JudgedRows; found: JudgedAnswers; unit: string; tell: Tell },
): Promise<Measurement> {
  if (model.champion === null) return unknown('champion', 'none');
  if (model.champion === version.number) return unknown('champion', 'itself');
  const champion = await openVersion(ctx, { model: model.id, number: model.champion });
  const at = champion.places.map(({ name }) => judged.header.indexOf(name));
  if (champion.version.servedBy !== 'runner' || champion.served.reading.task !== found.task)
    return unknown('champion', 'other-kind', { champion: model.champion });
  const missing = champion.places.find((_, i) => (at[i] ?? -1) < 0);
  if (missing) return unknown('champion', 'no-column', { champion: model.champion, column: missing.name });
  const records = judged.rows.map(({ record }) => record);
  const training = await TrainingRows.open(ctx, model.projectId, champion.version);
  const kept = training
    ? await leaveOutSeen(training, { header: judged.header, records, places: champion.places, positions: at })
        .then((left) => new Set(left.kept))
        .catch(noneIfAllSeen)
    : new Set(records);
  const runner = await OwnRunner.open(model.projectId, champion.version, champion.served);
  try {
    const told = await runner.ask(
      records.map(({ cells }) => at.map((column) => cells[column] ?? '')),
      (asked) => tell('champion', asked / records.length),
    );
    const answers = told.map((one, i) => {
      const record = records[i];
      return record && kept.has(record) ? answerOf(one) : null;
    });
    return checkChampion(
      found,
      {
        number: model.champion,
        goodness: goodnessOf(answers, found.truths),
        learnt: records.length - kept.size,
      },
      unit,
    );
  } finally {
    runner.end();
  }
}

function noneIfAllSeen(error: unknown): Set<never> {
  if (isAppError(error) && error.reason === 'all_seen') return new Set();
  throw error;
}
