import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import type { Reading } from '@/lib/pure/protocols/signature';
import { inputColumns, listRollups } from '../predictions';
import { getModel, getServedVersion } from '../registry';
import { type DrawnRow, estimateError } from './estimate-error';
import { confidencesOf, versionReader } from './pick-rows';
import type { Insight } from './schema';
import {
  countJudged,
  countSeverities,
  type DrawnItem,
  decisionTimes,
  listDrawn,
  listFieldProblems,
  listLabelledItems,
  listReasons,
  listVerdicts,
} from './store-insight';
import { type ReviewedRow, weakSlices } from './weak-slices';
import { withCalls } from './with-calls';

const DAY_MS = 86_400_000;
const REASONS = 10;
/** Newest verdicts that are held against the confidence of the answers; their calls are read from the log. */
const MOST_VERDICTS = 2000;
const MOST_DRAWN = 20_000;
/** Reviewed rows and columns among which slices are looked for; their calls are read from the log. */
const MOST_REVIEWED = 1000;
const MOST_COLUMNS = 50;
const BANDS = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/** What people's judgements say about a model: how wrong it is by the random sample, where it was sure and wrong, why, and how fast that is known. */
export async function getInsight(ctx: Ctx, input: { model: string; days: number }): Promise<Insight> {
  const model = await getModel(ctx, { model: input.model, permission: 'review.view' });
  const to = ctx.now();
  const since = new Date(Math.floor(to.getTime() / DAY_MS) * DAY_MS - (input.days - 1) * DAY_MS);
  const of = { projectId: model.projectId, modelId: model.id, since };
  const served = await getServedVersion(ctx, { model: model.id, permission: 'model.view' }).catch(nothingIfGone);
  const reading = served?.served.reading ?? null;
  const [rollups, judged, times, reasons, severities, fields, drawn, confidence, weakest] = await Promise.all([
    listRollups(ctx, { ...of, fromMs: since.getTime(), toMs: to.getTime() }, []),
    countJudged(ctx, of),
    decisionTimes(ctx, of),
    listReasons(ctx, { ...of, limit: REASONS }),
    countSeverities(ctx, of),
    listFieldProblems(ctx, { ...of, limit: REASONS }),
    listDrawn(ctx, { ...of, limit: MOST_DRAWN }),
    reading?.task === 'classification' && reading.probabilities !== null ? againstConfidence(ctx, of) : null,
    whereWrong(ctx, of, reading),
  ]);
  const answered = new Map<number, number>();
  for (const { versionNumber, rollup } of rollups)
    answered.set(versionNumber, (answered.get(versionNumber) ?? 0) + rollup.rows);
  return {
    days: input.days,
    from: since.toISOString(),
    to: to.toISOString(),
    answered: sumOf(answered),
    judged: sumOf(judged),
    decision: times.get(null) ?? null,
    versions: [...new Set([...answered.keys(), ...judged.keys(), ...times.keys()])]
      .filter((version) => version !== null)
      .sort((a, b) => b - a)
      .map((version) => ({
        version,
        answered: answered.get(version) ?? 0,
        judged: judged.get(version) ?? 0,
        decision: times.get(version) ?? null,
      })),
    reasons,
    severities,
    fields,
    confidence,
    errors: errorsOf(drawn, reading),
    weakest,
  };
}

const sumOf = (counts: ReadonlyMap<number, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);

async function againstConfidence(
  ctx: Ctx,
  of: { projectId: string; modelId: string; since: Date },
): Promise<Insight['confidence']> {
  const verdicts = await listVerdicts(ctx, { ...of, limit: MOST_VERDICTS });
  const versionOf = versionReader(ctx, of);
  const bands = BANDS.slice(0, -1).map((from, k) => ({ from, to: BANDS[k + 1] ?? 1, n: 0, wrong: 0 }));
  let n = 0;
  for await (const { item, call } of withCalls(ctx, of.projectId, verdicts)) {
    const version = call && (await versionOf(call.versionNumber));
    const sure = (version && confidencesOf(call, version.reading)?.[item.row]) ?? null;
    const band = sure === null ? undefined : bands.findLast(({ from }) => sure >= from);
    if (!band) continue;
    n += 1;
    band.n += 1;
    if (item.verdict === 'wrong') band.wrong += 1;
  }
  return { n, isCut: verdicts.length === MOST_VERDICTS, bands };
}

function errorsOf(drawn: readonly DrawnItem[], reading: Reading | null): Insight['errors'] {
  const metric = reading?.task === 'classification' ? 'error-rate' : reading?.task === 'regression' ? 'mae' : null;
  const unit = reading?.task === 'regression' ? (reading.unit ?? '') : '';
  const isCut = drawn.length === MOST_DRAWN;
  if (metric === null) return { metric, unit, isCut, versions: [] };
  const versions = [...new Set(drawn.map(({ version }) => version))].sort((a, b) => b - a);
  return {
    metric,
    unit,
    isCut,
    versions: versions.flatMap((version) => {
      const own = drawn.filter((item) => item.version === version);
      const rows = own.flatMap(({ entityHash, chance, value, answer }): DrawnRow[] => {
        if (value === null || answer === null || answer === '') return [];
        const error = errorOf(answer, value, metric === 'mae');
        return Number.isFinite(error) ? [{ entity: entityHash, chance, error }] : [];
      });
      const found = estimateError(rows);
      return found ? [{ version, n: rows.length, drawn: own.length, ...found }] : [];
    }),
  };
}

const errorOf = (answer: string, truth: string, isNumber: boolean): number =>
  isNumber ? Math.abs(Number(answer) - Number(truth)) : answer === truth ? 0 : 1;

/** A moment tells every row apart. */
const NO_SLICE = 'time';

async function whereWrong(
  ctx: Ctx,
  of: { projectId: string; modelId: string; since: Date },
  reading: Reading | null,
): Promise<Insight['weakest']> {
  if (reading?.task !== 'classification' && reading?.task !== 'regression') return weakSlices([], []);
  const items = await listLabelledItems(ctx, { ...of, limit: MOST_REVIEWED });
  const inputs = await inputColumns(ctx, { model: of.modelId, permission: 'review.view' });
  const rows: ReviewedRow[] = [];
  const names = new Set(inputs.columns.map(({ name }) => name));
  for await (const { item, call } of withCalls(ctx, of.projectId, items)) {
    const { row, entityHash, value } = item;
    const answer = call?.outcomes[row] ?? '';
    const error = answer === '' ? Number.NaN : errorOf(answer, value, reading.task === 'regression');
    if (!call || !Number.isFinite(error)) continue;
    const context = Object.entries(call.contexts?.[row] ?? {})
      .filter(([name]) => name !== NO_SLICE)
      .map(([name, said]): [string, string] => [`context.${name}`, said ?? '']);
    for (const [name] of context) names.add(name);
    const values = new Map([...inputs.cellsOf({ versionNumber: call.versionNumber, row, call }), ...context]);
    rows.push({ entity: entityHash, error, values });
  }
  return weakSlices(rows, [...names].slice(0, MOST_COLUMNS));
}
