import { listModelReports, listModelReportsOperation } from '@/lib/domain/reports';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listModelReportsOperation, ({ ctx, params }) => listModelReports(ctx, params));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
