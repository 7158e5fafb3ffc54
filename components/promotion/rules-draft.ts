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
  guards: PromotionRules['guards'];
}

export const rulesDraftOf = (rules: PromotionRules): RulesDraft => ({
  needsApproval: rules.approval === 'second-person',
  stages: rules.stages.map((stage, id) => ({ id, ...stage })),
  watchMinutes: rules.watchMinutes,
  guards: rules.guards,
});

const MOST_MINUTES = 43_200;
const isTime = (minutes: number | null) => minutes !== null && minutes >= 0 && minutes <= MOST_MINUTES;

/** What is wrong: places of stages, the time of watching, guards. */
export function rulesFaultsOf({ stages, watchMinutes, guards }: RulesDraft) {
  const before = (place: number) => stages[place - 1]?.percent ?? 0;
  const { errorPoints, latencyFactor, answerPoints, accuracyPoints } = guards;
  const isOutside = (value: number | null, low: number, high: number) =>
    value !== null && (value <= low || value > high);
  return {
    percents: stages.flatMap(({ percent }, place) =>
      percent === null || percent <= before(place) || percent >= 100 ? [place] : [],
    ),
    minutes: stages.flatMap(({ minutes }, place) => (isTime(minutes) ? [] : [place])),
    watch: !isTime(watchMinutes),
    guards: [
      ...(isOutside(errorPoints, 0, 100) ? (['errorPoints'] as const) : []),
      ...(isOutside(latencyFactor, 1, 100) ? (['latencyFactor'] as const) : []),
      ...(isOutside(answerPoints, 0, 100) ? (['answerPoints'] as const) : []),
      ...(isOutside(accuracyPoints, 0, 1000) ? (['accuracyPoints'] as const) : []),
    ],
  };
}

/** What the form says, as the API takes it; of a draft without faults. */
export const rulesOf = ({ needsApproval, stages, watchMinutes, guards }: RulesDraft) => ({
  approval: needsApproval ? 'second-person' : 'none',
  stages: stages.map(({ percent, minutes }) => ({ percent, minutes })),
  watchMinutes,
  guards,
});
