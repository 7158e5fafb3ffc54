import { requireProject } from '@/lib/domain/people';
import { listVersions, listVersionsOperation, uploadVersionOperation } from '@/lib/domain/registry';
import { MAX_MODEL_BYTES } from '@/lib/domain/registry/schema';
import { receiveVersion } from '@/lib/domain/validation';
import { receiveFile, requireLength, requireRawBody } from '@/lib/platform/http/receive-file';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listVersionsOperation, ({ ctx, params }) => listVersions(ctx, params));
export const PUT = endpoint(uploadVersionOperation, ({ ctx, params, query, request }) => {
  requireRawBody(request);
  return receiveVersion(ctx, {
    projectId: requireProject(ctx),
    model: params.model,
    filename: query.filename,
    length: requireLength(request, MAX_MODEL_BYTES),
    declaredSha256: request.headers.get('x-sha256'),
    receive: (part) => receiveFile(request, part),
    signal: request.signal,
  });
});

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as POST, refuse as PATCH, refuse as DELETE };
