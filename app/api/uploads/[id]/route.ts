import { appendUploadOperation, cancelUploadOperation, getUpload, getUploadOperation } from '@/lib/domain/registry';
import { Upload } from '@/lib/domain/registry/schema';
import { cancelReceived, receiveUploadPart } from '@/lib/domain/validation';
import { requireRange } from '@/lib/platform/http/content-range';
import { receiveFile, requireRawBody } from '@/lib/platform/http/receive-file';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const GET = endpoint(getUploadOperation, async ({ ctx, params }) => {
  const upload = await getUpload(ctx, params);
  return Response.json(Upload.parse(upload), {
    headers: { 'upload-offset': String(upload.receivedBytes), 'cache-control': 'no-store' },
  });
});
export const HEAD = GET;

export const PUT = endpoint(appendUploadOperation, ({ ctx, params, request }) => {
  requireRawBody(request);
  return receiveUploadPart(ctx, {
    ...params,
    ...requireRange(request),
    receive: (part) => receiveFile(request, part),
  });
});
export const DELETE = endpoint(cancelUploadOperation, ({ ctx, params }) => cancelReceived(ctx, params));

const refuse = methodNotAllowed('GET', 'PUT', 'DELETE');

export { refuse as POST, refuse as PATCH };
