import type { Triggers } from '@/lib/domain/retraining/schema';

/** Triggers as their form holds them: what is off keeps what it was. */
export interface TriggersDraft {
  enabled: boolean;
  scheduled: boolean;
  every: 'day' | 'week' | 'month';
  weekday: number;
  hour: number | null;
  rules: string[];
  byCorrections: boolean;
  corrections: number | null;
  byRows: boolean;
  labelledRows: number | null;
  dataset: boolean;
  restHours: number | null;
  perWeek: number | null;
  hasQuiet: boolean;
  quietFrom: number | null;
  quietTo: number | null;
}

export function triggersDraftOf(triggers: Triggers | null): TriggersDraft {
  return {
    enabled: triggers?.enabled ?? true,
    scheduled: (triggers?.schedule ?? null) !== null,
    every: triggers?.schedule?.every ?? 'week',
    weekday: triggers?.schedule?.weekday ?? 1,
    hour: triggers?.schedule?.hour ?? 3,
    rules: triggers?.rules ?? [],
    byCorrections: (triggers?.corrections ?? null) !== null,
    corrections: triggers?.corrections ?? 100,
    byRows: (triggers?.labelledRows ?? null) !== null,
    labelledRows: triggers?.labelledRows ?? 10_000,
    dataset: triggers?.dataset ?? false,
    restHours: triggers?.restHours ?? 24,
    perWeek: triggers?.perWeek ?? 3,
    hasQuiet: (triggers?.quiet ?? null) !== null,
    quietFrom: triggers?.quiet?.fromHour ?? 22,
    quietTo: triggers?.quiet?.toHour ?? 6,
  };
}

export type TriggersField = 'hour' | 'corrections' | 'labelledRows' | 'restHours' | 'perWeek' | 'quietFrom' | 'quietTo';

export const TRIGGER_RANGES: Record<TriggersField, { low: number; high: number }> = {
  hour: { low: 0, high: 23 },
  corrections: { low: 1, high: 1_000_000 },
  labelledRows: { low: 1, high: 1_000_000_000 },
  restHours: { low: 0, high: 2160 },
  perWeek: { low: 1, high: 50 },
  quietFrom: { low: 0, high: 23 },
  quietTo: { low: 0, high: 23 },
};

/** Numbers of what is on that are missing, no whole ones, or out of their range. */
export function triggersFaultsOf(draft: TriggersDraft): TriggersField[] {
  const fields: TriggersField[] = [
    ...(draft.scheduled ? (['hour'] as const) : []),
    ...(draft.byCorrections ? (['corrections'] as const) : []),
    ...(draft.byRows ? (['labelledRows'] as const) : []),
    'restHours',
    'perWeek',
    ...(draft.hasQuiet ? (['quietFrom', 'quietTo'] as const) : []),
  ];
  return fields.filter((field) => {
    const value = draft[field];
    const { low, high } = TRIGGER_RANGES[field];
    return value === null || !Number.isInteger(value) || value < low || value > high;
  });
}

/** What the form says, as the API takes it; of a draft without faults. */
export function triggersOf(draft: TriggersDraft) {
  const { enabled, every, weekday, hour, rules, dataset, restHours, perWeek } = draft;
  return {
    enabled,
    schedule: draft.scheduled ? { every, weekday, hour } : null,
    rules,
    corrections: draft.byCorrections ? draft.corrections : null,
    labelledRows: draft.byRows ? draft.labelledRows : null,
    dataset,
    restHours,
    perWeek,
    quiet: draft.hasQuiet ? { fromHour: draft.quietFrom, toHour: draft.quietTo } : null,
  };
}
