import {
  listDriftReports,
  listDriftReportsOperation,
  startDriftReport,
  startDriftReportOperation,
} from '@/lib/domain/drift';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(listDriftReportsOperation, ({ ctx, params }) => listDriftReports(ctx, params));
export const POST = endpoint(startDriftReportOperation, ({ ctx, params, body }) =>
  startDriftReport(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as DELETE, refuse as PATCH, refuse as PUT };
