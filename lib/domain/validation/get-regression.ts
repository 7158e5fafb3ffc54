import type { Ctx } from '@/lib/platform/context';
import { findAnswerSettings, getVersion } from '../registry';
import { findBlockingTests } from './blocking-tests';
import { RegressionReport, type VersionRegression } from './schema';
import { findNewestReport } from './store';
import { countTests, findRun, readMarks } from './store-regression';

/** Tests of each kind that one reply names. */
const SHOWN = 200;

/** How a version stands with the model's regression tests. */
export async function getRegression(ctx: Ctx, input: { model: string; number: number }): Promise<VersionRegression> {
  const { model, version } = await getVersion(ctx, { ...input, permission: 'version.view' });
  const of = { modelId: model.id, number: version.number };
  const [tests, marks, run, found, inForce] = await Promise.all([
    countTests(ctx, model.id),
    readMarks(ctx, model.id),
    findRun(ctx, of),
    findNewestReport(ctx, model.id, version.number, 'regression'),
    findAnswerSettings(ctx, { modelId: model.id, versionNumber: version.number }),
  ]);
  const report = found && RegressionReport.parse({ ...found, kind: 'regression' });
  const isChampion = model.champion === null || model.champion === version.number;
  return {
    tests,
    report: report && {
      ...report,
      result: {
        ...report.result,
        failures: report.result.failures.slice(0, SHOWN),
        unfitTests: report.result.unfitTests.slice(0, SHOWN),
        learntTests: report.result.learntTests.slice(0, SHOWN),
      },
    },
    isCurrent: report !== null && report.result.marks >= marks && report.result.settings === (inForce?.number ?? 0),
    blocking: isChampion ? null : (await findBlockingTests(ctx, { ...of, champion: model.champion })).length,
    champion: model.champion,
    failure: run?.failure ?? null,
  };
}
