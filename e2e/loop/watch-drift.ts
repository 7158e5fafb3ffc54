import type { Caller } from './caller';
import { until } from './until';

interface Rule {
  id: string;
  last: { at: string; value: number | null; n: number; column: string | null } | null;
  openIncident: { id: string } | null;
}

export const DRIFT_RULE = 'Flights look different';
const LEARNING_DAYS = 28;
/** A simulated week is over in seconds: the rule is checked when the week is, not by the clock. */
const ONCE_A_DAY = 1440;

interface Watched {
  level: number;
  days: { day: string; p: number | null; isNew: boolean; moved: { title: string; name: string }[] }[];
}

const watchOf = (scientist: Caller, model: string): Promise<Watched> =>
  scientist.ask('GET', `/api/models/${model}/drift/days`);

/**
 * Has the product call when the inputs of the champion leave what its first four weeks looked like: a rule on how unusual the last day is that
 * is over in the rows' own time, with one false alarm a month, and a trigger that trains by it. The rule's id.
 */
export async function callOnDrift(scientist: Caller, model: string): Promise<string> {
  const settings = { learningDays: LEARNING_DAYS, falseAlarms: 1, against: 'first', learnFrom: null };
  await scientist.ask('PUT', `/api/models/${model}/drift/settings`, settings);
  const { level } = await watchOf(scientist, model);
  const { rule } = await scientist.ask<{ rule: Rule }>('POST', '/api/alert-rules', {
    name: DRIFT_RULE,
    model,
    measure: 'drift-rarity',
    comparison: 'above',
    limits: { basis: 'fixed', alert: 1 / level },
    cadenceMinutes: ONCE_A_DAY,
  });
  await scientist.ask('PUT', `/api/models/${model}/training-triggers`, { rules: [rule.id], restHours: 0, perWeek: 10 });
  return rule.id;
}

/** Has the rule evaluated now; what it saw, and whether it has called. */
export async function checkDrift(
  scientist: Caller,
  model: string,
  ruleId: string,
): Promise<{ rule: Rule; isOpen: boolean }> {
  // A reference counts from ten seconds after it was made, and what came before is counted after that: weeks here take less.
  await until('all rows counted over the reference', 60, async () => {
    const { uncounted } = await scientist.ask<{ uncounted: number }>('GET', `/api/models/${model}/drift`);
    return uncounted === 0 || null;
  });
  const address = `/api/alert-rules/${ruleId}`;
  const askedMs = Date.now();
  await scientist.ask('POST', `${address}/check`);
  const rule = await until('the check of the rule', 60, async () => {
    const now = await scientist.ask<Rule>('GET', address);
    return now.last && Date.parse(now.last.at) >= askedMs ? now : null;
  });
  return { rule, isOpen: rule.openIncident !== null };
}

/** The first day that called, and what had moved. */
export async function firstAlarm(scientist: Caller, model: string): Promise<{ day: string; moved: string[] } | null> {
  const { days } = await watchOf(scientist, model);
  const first = days.find(({ isNew }) => isNew);
  return first ? { day: first.day, moved: first.moved.map(({ title, name }) => title || name || 'the answers') } : null;
}
