import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT } from '@/lib/platform/http/page';
import { ModelReports, MonitoringReport, ReportQuery, ReportSchedule, ReportScheduleContent } from './schema';

const OfModel = z.object({ model: z.string() });

export const getMonitoringReportOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/report',
  summary: 'Traffic, drift, performance and incidents of a model in a window, as one document',
  access: 'report.view',
  params: OfModel,
  query: ReportQuery,
  reply: MonitoringReport,
});
export const listModelReportsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/reports',
  summary: 'The reports of a model that were made on schedule, and the schedule',
  access: 'report.view',
  params: OfModel,
  reply: ModelReports,
});
export const getPastReportOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/reports/{id}',
  summary: 'A report that was made on schedule, as it was then',
  access: 'report.view',
  params: OfModel.extend({ id: z.string() }),
  reply: MonitoringReport,
});
export const saveReportScheduleOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/report-schedule',
  summary: 'Have a report of a model made every week or month, and mailed',
  access: 'report.manage',
  params: OfModel,
  body: ReportScheduleContent,
  reply: ReportSchedule,
});
export const deleteReportScheduleOperation = operation({
  method: 'DELETE',
  path: '/api/models/{model}/report-schedule',
  summary: 'Make no more reports of a model; those that were made stay',
  access: 'report.manage',
  params: OfModel,
  reply: NO_CONTENT,
  status: 204,
});

export const REPORT_OPERATIONS: readonly Operation[] = [
  getMonitoringReportOperation,
  listModelReportsOperation,
  getPastReportOperation,
  saveReportScheduleOperation,
  deleteReportScheduleOperation,
];
