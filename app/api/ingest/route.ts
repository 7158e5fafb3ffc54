import { ingest, ingestOperation } from '@/lib/domain/ingest';
import { MAX_INGEST_BYTES } from '@/lib/domain/ingest/schema';
import { readBody } from '@/lib/platform/http/read-body';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const POST = endpoint(ingestOperation, async ({ ctx, query, request }) =>
  ingest(ctx, {
    ...query,
    body: {
      bytes: await readBody(request, MAX_INGEST_BYTES),
      contentType: request.headers.get('content-type') ?? '',
      header: (name) => request.headers.get(name),
    },
  }),
);

const refuse = methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
