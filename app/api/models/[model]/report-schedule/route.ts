import {
  deleteReportSchedule,
  deleteReportScheduleOperation,
  saveReportSchedule,
  saveReportScheduleOperation,
} from '@/lib/domain/reports';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const PUT = endpoint(saveReportScheduleOperation, ({ ctx, params, body }) =>
  saveReportSchedule(ctx, { ...params, content: body }),
);
export const DELETE = endpoint(deleteReportScheduleOperation, ({ ctx, params }) => deleteReportSchedule(ctx, params));

const refuse = methodNotAllowed('PUT', 'DELETE');

export { refuse as GET, refuse as POST, refuse as PATCH };
