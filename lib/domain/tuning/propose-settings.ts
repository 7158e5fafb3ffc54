import type { Ctx } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { fitBins, fitPlatt, fitTemperature, type ScoredRow } from '@/lib/pure/answer-settings/fit-calibration';
import { proposeMargin } from '@/lib/pure/answer-settings/propose-margin';
import { proposeThreshold } from '@/lib/pure/answer-settings/propose-threshold';
import { getServedVersion } from '../registry';
import type { AnswerSettings } from '../registry/schema';
import { type ExaminedRow, examine } from './examine-settings';
import { findSettingFaults, requireFit } from './fit-settings';
import { basisOf } from './measure-rows';
import { type AnsweredRow, readWindow } from './read-window';
import type { ProposeSettings, SettingsProposal } from './schema';
import { settleRow } from './settle-row';

type Wanted = ProposeSettings['wanted'];

/**
 * Settings learnt from the first half of a version's labelled days, and told on the other half, which they were not learnt on. Nothing is changed.
 * Throws 409 `too_few_labels` where labels are of fewer than two days.
 */
export async function proposeSettings(
  ctx: Ctx,
  input: { model: string; number: number } & ProposeSettings,
): Promise<SettingsProposal> {
  const { base, wanted } = input;
  const found = await getServedVersion(ctx, { model: input.model, number: input.number, permission: 'version.manage' });
  const { served } = found;
  const { reading } = served;
  if (reading.task !== 'classification')
    throw invalidInput('wanted', 'only settings of classes can be learnt from labels; units are what they are');
  requireFit(base, served);
  const window = await readWindow(ctx, found, input.days);
  const places = new Map(reading.classes.map((label, at) => [label, at]));
  const rows = window.rows.flatMap((row): ExaminedRow[] => {
    const truth = row.truth ? places.get(row.truth.value) : undefined;
    return truth === undefined || !row.truth ? [] : [{ row, truth, weight: row.truth.weight, dayMs: row.dayMs }];
  });
  const days = [...new Set(rows.map(({ dayMs }) => dayMs))].sort((a, b) => a - b);
  if (days.length < 2)
    throw new AppError(
      'conflict',
      `Labels of the last ${input.days} days are of ${days.length === 0 ? 'no day' : 'one day'}: half of the days are learnt from and the other half tell how it went, so that two are needed.`,
      { reason: 'too_few_labels' },
    );
  const middle = days[Math.floor(days.length / 2)] ?? 0;
  const [early, late] = [rows.filter(({ dayMs }) => dayMs < middle), rows.filter(({ dayMs }) => dayMs >= middle)];
  const learnt = learnFrom(early, served, base, wanted);
  return {
    settings: learnt.settings,
    fitted: basisOf(early),
    examined: basisOf(late),
    ...window.leftOut,
    measures: examine(late, served, { before: base, after: learnt.settings, wanted }),
    curve: learnt.curve,
  };
}

type Served = Awaited<ReturnType<typeof getServedVersion>>['served'];

function learnFrom(
  rows: readonly ExaminedRow[],
  served: Served,
  base: AnswerSettings,
  wanted: Wanted,
): { settings: AnswerSettings; curve: SettingsProposal['curve'] } {
  const scored = (settings: AnswerSettings): ScoredRow[] =>
    rows.flatMap(({ row, truth, weight }) => {
      const scores = scoresBy(row, served, settings);
      return scores ? [{ scores, truth, weight }] : [];
    });
  const refuse = (settings: AnswerSettings) => {
    const [fault] = findSettingFaults(settings, served);
    if (fault) throw invalidInput('wanted', `${fault.name}: ${fault.reason}`);
  };
  const none = (reason: string) => new AppError('conflict', reason, { reason: 'nothing_learnt' });
  if (wanted.kind === 'threshold') {
    refuse({ ...base, threshold: 0.5 });
    const found = proposeThreshold(scored(base), wanted.costs);
    if (!found) throw none('No scores of labelled rows were kept.');
    return {
      settings: { ...base, threshold: round(found.threshold) },
      curve: found.curve.map(({ threshold, cost }) => ({ x: threshold, y: cost, coverage: null })),
    };
  }
  if (wanted.kind === 'weights') {
    // The least expected cost where a mistake costs by the class that is missed (Elkan 2001): nothing of it is learnt from rows.
    const most = Math.max(...wanted.missed);
    const settings = { ...base, weights: wanted.missed.map((cost) => round(cost / most)) };
    refuse(settings);
    return { settings, curve: [] };
  }
  if (wanted.kind === 'margin') {
    refuse({ ...base, margin: 0.5 });
    const judged = rows.flatMap(({ row, weight }) => {
      const settled = settleRow(row, served, base);
      return typeof settled === 'string'
        ? []
        : [{ margin: settled.margin, isRight: settled.outcome === row.truth?.value, weight }];
    });
    const { best, curve } = proposeMargin(judged, wanted.errorRate);
    if (!best) throw none('No margin reaches this error rate on the labelled rows. Ask for a larger one.');
    return {
      settings: { ...base, margin: best.margin > 0 ? round(best.margin) : null },
      curve: curve.map(({ margin, errorRate, coverage }) => ({ x: margin, y: errorRate, coverage })),
    };
  }
  const ofFile = scored({ ...base, calibration: null });
  const learn = { platt: fitPlatt, temperature: fitTemperature, bins: fitBins }[wanted.kind];
  const calibration = learn(ofFile);
  if (!calibration) throw none('The labelled rows do not tell a calibration: both classes must be among them.');
  const settings = { ...base, calibration };
  refuse(settings);
  return { settings, curve: [] };
}

/** Four figures: more are noise of the rows, and nobody would type them. */
const round = (value: number): number => Number(value.toPrecision(4));

const scoresBy = (row: AnsweredRow, served: Served, settings: AnswerSettings): number[] | null => {
  const settled = settleRow(row, served, settings);
  return typeof settled === 'string' ? null : settled.scores;
};
