import { receiveDatasetUpload, tableCsv, uploadDatasetOperation } from '@/lib/domain/datasets';
import { requireProject } from '@/lib/domain/people';
import { csvBody } from '@/lib/platform/http/read-csv';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

const LIMIT = 50 * 1024 * 1024;

export const POST = endpoint(uploadDatasetOperation, ({ ctx, query, request }) =>
  receiveDatasetUpload(ctx, {
    ...query,
    projectId: requireProject(ctx),
    body: tableCsv(request.headers.get('content-type'), csvBody(request, LIMIT)),
  }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
