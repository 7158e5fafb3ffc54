import { z } from 'zod';
import { Incident, MAX_ATTEMPTS, MailAddresses, MESSAGE_LANGUAGES } from '../alerts/schema';
import { DriftFeature, DriftTogether, DriftWatch } from '../drift/schema';
import { Traffic } from '../monitoring/schema';
import { Performance } from '../performance/schema';

export { MAX_ATTEMPTS, MESSAGE_LANGUAGES };

const Moment = z.iso.datetime({ offset: true });

/** Incidents and past reports that are listed at most, the newest. */
export const MOST_INCIDENTS = 100;
export const MOST_REPORTS = 60;

/** Without a start and an end it is the last 28 days. */
export const ReportQuery = z.object({ from: Moment.optional(), to: Moment.optional() });
export type ReportQuery = z.infer<typeof ReportQuery>;

/** Distances of one column from the training rows. */
export const ReportedDrift = DriftFeature.omit({ shape: true });
export type ReportedDrift = z.infer<typeof ReportedDrift>;

/** What a model did in a window, in one document: the replies of its pages as they were when the report was made. */
export const MonitoringReport = z.object({
  model: z.object({ id: z.uuid(), name: z.string() }),
  /** The champion when the report was made; drift is of this version. */
  champion: z.int().nullable(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  madeAt: z.iso.datetime(),
  traffic: Traffic,
  /** Null without a champion. */
  drift: z
    .object({
      /** Its days are those of the window; of rows that name their own time, as many of the last days as the window has. */
      watch: DriftWatch,
      /** The same days; null in reports that were made before it was measured. */
      together: DriftTogether.nullable().default(null),
      rows: z.int(),
      days: z.int(),
      /** Largest distance first; empty without a reference. */
      columns: z.array(ReportedDrift),
    })
    .nullable(),
  performance: Performance,
  /** Open at some time in the window, the newest first. */
  incidents: z.array(Incident),
  /** There are more incidents than are listed. */
  isCut: z.boolean(),
});
export type MonitoringReport = z.infer<typeof MonitoringReport>;

const hour = z
  .int('It is a whole hour.')
  .min(0, 'It is an hour from 0 to 23 (UTC).')
  .max(23, 'It is an hour from 0 to 23 (UTC).');

/** Weekly on a weekday, over the seven days before; monthly on the first, over the month before. Hours are UTC. */
export const ReportScheduleContent = z.strictObject({
  every: z.enum(['week', 'month'], 'It is "week" or "month".'),
  /** 1 is Monday, 7 is Sunday; of a weekly schedule. */
  weekday: z.int('It is a day from 1 (Monday) to 7.').min(1).max(7).default(1),
  hour,
  mailTo: MailAddresses.default([]),
  language: z.enum(MESSAGE_LANGUAGES, `It is one of ${MESSAGE_LANGUAGES.join(', ')}.`).default('en'),
  enabled: z.boolean().default(true),
});
export type ReportScheduleContent = z.infer<typeof ReportScheduleContent>;

export const ReportSchedule = z.object({
  ...ReportScheduleContent.shape,
  /** When the next report is made. */
  dueAt: z.iso.datetime(),
});
export type ReportSchedule = z.infer<typeof ReportSchedule>;

export const PastReport = z.object({
  id: z.uuid(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  madeAt: z.iso.datetime(),
  mails: z.object({ waiting: z.int(), sent: z.int(), failed: z.int() }),
});
export type PastReport = z.infer<typeof PastReport>;

export const ModelReports = z.object({
  schedule: ReportSchedule.nullable(),
  /** The newest first. */
  reports: z.array(PastReport),
  /** False where no SMTP_URL is set: no mail goes out. */
  isMailSet: z.boolean(),
});
export type ModelReports = z.infer<typeof ModelReports>;
