// Reports: what a model did in a window, as one document that can be printed, kept and sent.
// Promises that a report says what the pages said, that a scheduled one is made once by one worker, and that what is kept is not changed.
export { makeDueReport } from './make-due-report';
export { getMonitoringReport } from './make-report';
export * from './operations';
export { getPastReport, listModelReports } from './past-reports';
export { deleteReportSchedule, saveReportSchedule } from './schedules';
export { sendReportMail } from './send-report-mail';
export { sweepReports } from './sweep-reports';
