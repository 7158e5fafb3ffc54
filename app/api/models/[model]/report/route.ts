import { getMonitoringReport, getMonitoringReportOperation } from '@/lib/domain/reports';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getMonitoringReportOperation, ({ ctx, params, query }) =>
  getMonitoringReport(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
