import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { authorise } from '../people';
import type { Model } from '../registry/schema';
import { findBlockingTests } from './blocking-tests';
import { judgedChecks } from './checks/judged-checks';
import { type Check, completeRules, type FailedTest, ValidationResult } from './schema';
import { findNewestReport } from './store';
import { findGateRules } from './store-gate';

const NAMED = 20;

/** What a test asks for and what was said, such as `0192….0 must be "late", answered "on time"`. */
const describe = ({ rowId, expected, tolerance, answered }: FailedTest) =>
  `${rowId} must be ${expected}${tolerance === null ? '' : ` within ${tolerance}`}, answered ${answered ?? 'nothing'}`;

interface Standing {
  /** Checks of the newest report that fail by the rules of now. */
  checks: Check[];
  /** Regression tests of now that it fails and the champion passes. */
  tests: FailedTest[];
  /** The rules want a report and there is none. */
  isUnexamined: boolean;
}

async function findStanding(tx: Ctx, { model, number }: { model: Model; number: number }): Promise<Standing> {
  const rules = await findGateRules(tx, model.id);
  const report = await findNewestReport(tx, model.id, number, 'validation');
  const checks = report ? judgedChecks(ValidationResult.parse(report.result).measurements, rules) : [];
  const ofTests = completeRules(rules).find(({ check }) => check === 'regression-tests');
  const tests =
    ofTests?.severity === 'fail'
      ? await findBlockingTests(tx, { modelId: model.id, number, champion: model.champion })
      : [];
  return {
    // Tests may have come since the report: they are asked as they are now.
    checks: checks.filter(({ check, verdict }) => verdict === 'fail' && check !== 'regression-tests'),
    tests,
    isUnexamined: rules.mustBeValidated && report === null,
  };
}

/**
 * Lets a version pass that is to answer calls: 409 `gate_failed` where rules of its model stand before it. An administrator passes with a
 * reason, which is what comes back for the audit trail; else null.
 */
export async function passGate(
  tx: Ctx,
  of: { model: Model; number: number },
  override: string | undefined,
): Promise<object | null> {
  const { checks, tests, isUnexamined } = await findStanding(tx, of);
  const failed = [
    ...(isUnexamined ? ['validated'] : []),
    ...checks.map(({ check }) => check),
    ...(tests.length > 0 ? ['regression-tests'] : []),
  ];
  if (failed.length === 0) return null;
  if (override !== undefined) {
    authorise(tx.actor, 'version.override', of.model.projectId);
    return { failedChecks: failed, ...(tests.length > 0 ? { failedTests: tests.length } : {}), override };
  }
  const { champion } = of.model;
  const reasons = [
    ...(isUnexamined ? ['it was never validated, and the rules of its model want that.'] : []),
    ...checks.map(({ sentence }) => sentence),
    ...(tests.length > 0
      ? [
          `It fails ${tests.length} regression ${tests.length === 1 ? 'test' : 'tests'} that the champion, version ${champion}, passes: ${tests.slice(0, 3).map(describe).join('; ')}${tests.length > 3 ? ' …' : ''}.`,
        ]
      : []),
  ];
  throw new AppError(
    'conflict',
    `The gate does not let version ${of.number} pass: ${reasons.slice(0, 5).join(' ')}${reasons.length > 5 ? ' …' : ''} An administrator can promote it all the same with a reason.`,
    {
      reason: 'gate_failed',
      details: { isUnexamined, checks, champion, count: tests.length, tests: tests.slice(0, NAMED) },
    },
  );
}
