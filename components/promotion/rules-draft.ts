import type { PromotionRules } from '@/lib/domain/promotion/schema';

export interface StageDraft {
  id: number;
  percent: number | null;
  minutes: number | null;
}

/** Rules as their form holds them; an empty guard is off. */
export interface RulesDraft {
  needsApproval: boolean;
  stages: StageDraft[];
  watchMinutes: number | null;
  waitHours: number | null;
  guards: PromotionRules['guards'];
  needsStaging: boolean;
  staging: { calls: number | null; hours: number | null; errorPercent: number | null };
  /** none: no such rule. */
  comparison: 'none' | 'better' | 'not-worse';
  points: number | null;
  open: 'warn' | 'fail';
}

const USUAL_STAGING = { calls: 100, hours: 24, errorPercent: 1 };
const MOST_HOURS = 24 * 90;

export const rulesDraftOf = (rules: PromotionRules): RulesDraft => ({
  needsApproval: rules.approval === 'second-person',
  stages: rules.stages.map((stage, id) => ({ id, ...stage })),
  watchMinutes: rules.watchMinutes,
  waitHours: rules.waitHours,
  guards: rules.guards,
  needsStaging: rules.staging !== null,
  staging: rules.staging ?? USUAL_STAGING,
  comparison: rules.comparison?.want ?? 'none',
  points: rules.comparison?.points ?? 1,
  open: rules.comparison?.open ?? 'fail',
});

const MOST_MINUTES = 43_200;
const isTime = (minutes: number | null) => minutes !== null && minutes >= 0 && minutes <= MOST_MINUTES;

/** What is wrong: places of stages, the times of watching and waiting, guards, what staging must show, what may be lost. */
export function rulesFaultsOf({ stages, watchMinutes, waitHours, guards, ...draft }: RulesDraft) {
  const before = (place: number) => stages[place - 1]?.percent ?? 0;
  const { errorPoints, latencyFactor, answerPoints, accuracyPoints } = guards;
  const { calls, hours, errorPercent } = draft.staging;
  const isIn = (value: number | null, low: number, high: number) => value !== null && value >= low && value <= high;
  const isOutside = (value: number | null, low: number, high: number) =>
    value !== null && (value <= low || value > high);
  return {
    percents: stages.flatMap(({ percent }, place) =>
      percent === null || percent <= before(place) || percent >= 100 ? [place] : [],
    ),
    minutes: stages.flatMap(({ minutes }, place) => (isTime(minutes) ? [] : [place])),
    watch: !isTime(watchMinutes),
    wait: waitHours === null || isOutside(waitHours, 0, MOST_HOURS),
    guards: [
      ...(isOutside(errorPoints, 0, 100) ? (['errorPoints'] as const) : []),
      ...(isOutside(latencyFactor, 1, 100) ? (['latencyFactor'] as const) : []),
      ...(isOutside(answerPoints, 0, 100) ? (['answerPoints'] as const) : []),
      ...(isOutside(accuracyPoints, 0, 1000) ? (['accuracyPoints'] as const) : []),
    ],
    staging: draft.needsStaging
      ? [
          ...(isIn(calls, 1, 1_000_000) && Number.isInteger(calls) ? [] : (['calls'] as const)),
          ...(isIn(hours, 0, MOST_HOURS) ? [] : (['hours'] as const)),
          ...(isIn(errorPercent, 0, 100) ? [] : (['errorPercent'] as const)),
        ]
      : [],
    points: draft.comparison === 'not-worse' && (draft.points === null || isOutside(draft.points, 0, 100)),
  };
}

/** What the form says, as the API takes it; of a draft without faults. */
export const rulesOf = ({ needsApproval, stages, watchMinutes, waitHours, guards, ...draft }: RulesDraft) => ({
  approval: needsApproval ? 'second-person' : 'none',
  stages: stages.map(({ percent, minutes }) => ({ percent, minutes })),
  watchMinutes,
  waitHours,
  guards,
  staging: draft.needsStaging ? draft.staging : null,
  comparison:
    draft.comparison === 'none'
      ? null
      : {
          want: draft.comparison,
          open: draft.open,
          ...(draft.comparison === 'not-worse' && draft.points !== null ? { points: draft.points } : {}),
        },
});
