import { cancelDriftReport, cancelDriftReportOperation } from '@/lib/domain/drift';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const DELETE = endpoint(cancelDriftReportOperation, ({ ctx, params }) => cancelDriftReport(ctx, params));

const refuse = methodNotAllowed('DELETE');

export { refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
