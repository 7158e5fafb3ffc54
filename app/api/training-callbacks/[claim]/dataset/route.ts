import { asPipeline, readCallbackRowsOperation, readClaimedRows } from '@/lib/domain/retraining';
import { fileResponse } from '@/lib/platform/http/file-response';
import { endpoint, systemCtx } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';
import { ROWS_FILE } from '../../../rows-file';
import { signedBy } from '../../signed-by';

export const GET = endpoint(readCallbackRowsOperation, async ({ ctx, params, query, request }) => {
  const pipeline = await asPipeline(systemCtx(ctx), { ...params, ...signedBy(request), signed: params.claim });
  return fileResponse(ROWS_FILE[query.format], await readClaimedRows(pipeline, { ...params, ...query }));
});

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
