import { MAX_MODEL_BYTES } from '@/lib/domain/registry/schema';
import { asPipeline, handInCallbackOperation, handInModel } from '@/lib/domain/retraining';
import { receiveFile, requireLength, requireRawBody } from '@/lib/platform/http/receive-file';
import { endpoint, systemCtx } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';
import { signedBy } from '../../signed-by';

export const PUT = endpoint(handInCallbackOperation, async ({ ctx, params, request }) => {
  requireRawBody(request);
  const declaredSha256 = request.headers.get('x-sha256');
  // The bytes are held against this sha256 before anything is made of them.
  const pipeline = await asPipeline(systemCtx(ctx), {
    ...params,
    ...signedBy(request),
    signed: declaredSha256 ?? '',
  });
  return handInModel(pipeline, {
    ...params,
    length: requireLength(request, MAX_MODEL_BYTES),
    declaredSha256,
    receive: (part) => receiveFile(request, part),
    signal: request.signal,
  });
});

const refuse = methodNotAllowed('PUT');

export { refuse as GET, refuse as POST, refuse as PATCH, refuse as DELETE };
