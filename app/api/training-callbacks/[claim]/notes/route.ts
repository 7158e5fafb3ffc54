import { asPipeline, NOTES_BYTES, noteCallbackOperation, noteClaim } from '@/lib/domain/retraining';
import { TrainerNotes } from '@/lib/domain/retraining/schema';
import { jsonAs, readBody } from '@/lib/platform/http/read-body';
import { endpoint, systemCtx } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';
import { signedBy } from '../../signed-by';

export const POST = endpoint(noteCallbackOperation, async ({ ctx, params, request }) => {
  const bytes = await readBody(request, NOTES_BYTES);
  const signed = Buffer.from(bytes).toString('utf8');
  const pipeline = await asPipeline(systemCtx(ctx), { ...params, ...signedBy(request), signed });
  return noteClaim(pipeline, { ...params, notes: jsonAs(bytes, TrainerNotes) });
});

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
