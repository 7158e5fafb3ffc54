import { readClaimedRows, readClaimRowsOperation } from '@/lib/domain/retraining';
import { fileResponse } from '@/lib/platform/http/file-response';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';
import { ROWS_FILE } from '../../../rows-file';

export const GET = endpoint(readClaimRowsOperation, async ({ ctx, params, query }) =>
  fileResponse(ROWS_FILE[query.format], await readClaimedRows(ctx, { ...params, ...query })),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
