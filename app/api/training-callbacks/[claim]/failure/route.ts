import { asPipeline, giveUpCallbackOperation, giveUpClaim } from '@/lib/domain/retraining';
import { GivenUp } from '@/lib/domain/retraining/schema';
import { jsonAs, readBody } from '@/lib/platform/http/read-body';
import { endpoint, systemCtx } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';
import { signedBy } from '../../signed-by';

const MOST_BYTES = 64 * 1024;

export const POST = endpoint(giveUpCallbackOperation, async ({ ctx, params, request }) => {
  const bytes = await readBody(request, MOST_BYTES);
  const signed = Buffer.from(bytes).toString('utf8');
  const pipeline = await asPipeline(systemCtx(ctx), { ...params, ...signedBy(request), signed });
  await giveUpClaim(pipeline, { ...params, ...jsonAs(bytes, GivenUp) });
  return undefined;
});

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
