import { MAX_MODEL_BYTES } from '@/lib/domain/registry/schema';
import { handInClaimOperation, handInModel } from '@/lib/domain/retraining';
import { receiveFile, requireLength, requireRawBody } from '@/lib/platform/http/receive-file';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const PUT = endpoint(handInClaimOperation, ({ ctx, params, request }) => {
  requireRawBody(request);
  return handInModel(ctx, {
    ...params,
    length: requireLength(request, MAX_MODEL_BYTES),
    declaredSha256: request.headers.get('x-sha256'),
    receive: (part) => receiveFile(request, part),
    signal: request.signal,
  });
});

const refuse = methodNotAllowed('PUT');

export { refuse as GET, refuse as POST, refuse as PATCH, refuse as DELETE };
