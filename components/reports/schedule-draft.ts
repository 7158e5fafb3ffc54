import type { MessageLanguage } from '@/lib/domain/alerts/schema';
import { type ReportSchedule, ReportScheduleContent } from '@/lib/domain/reports/schema';
import { WEEKDAYS } from '@/lib/pure/calendar/last-due';

/** A schedule as its form holds it. */
export interface ScheduleDraft {
  every: ReportSchedule['every'];
  weekday: (typeof WEEKDAYS)[number];
  hour: number | null;
  /** Addresses, one per line. */
  mailTo: string;
  language: MessageLanguage;
  enabled: boolean;
}

export const newSchedule = (language: MessageLanguage): ScheduleDraft => ({
  every: 'week',
  weekday: '1',
  hour: 6,
  mailTo: '',
  language,
  enabled: true,
});

export const scheduleOf = ({ dueAt: _, weekday, mailTo, ...schedule }: ReportSchedule): ScheduleDraft => ({
  ...schedule,
  weekday: WEEKDAYS.find((day) => day === String(weekday)) ?? '1',
  mailTo: mailTo.join('\n'),
});

/** What the server is sent. */
export const contentOf = ({ weekday, hour, mailTo, ...draft }: ScheduleDraft) => ({
  ...draft,
  weekday: Number(weekday),
  hour: hour ?? -1,
  mailTo: mailTo.split(/[\s,;]+/).filter((address) => address !== ''),
});

/** What does not fit yet, by the rules of the server. */
export function faultsOf(draft: ScheduleDraft): { hour: boolean; mailTo: boolean } {
  const result = ReportScheduleContent.safeParse(contentOf(draft));
  const fields = result.success ? [] : result.error.issues.map(({ path }) => path[0]);
  return { hour: fields.includes('hour'), mailTo: fields.includes('mailTo') };
}
