import { getPastReport, getPastReportOperation } from '@/lib/domain/reports';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(getPastReportOperation, ({ ctx, params }) => getPastReport(ctx, params));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
