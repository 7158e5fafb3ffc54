import { signOutEverywhere, signOutEverywhereOperation } from '@/lib/domain/people';
import { endedSessionCookie } from '@/lib/platform/auth';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const POST = endpoint(signOutEverywhereOperation, async ({ ctx }) => {
  await signOutEverywhere(ctx);
  return new Response(null, { status: 204, headers: { 'set-cookie': endedSessionCookie() } });
});

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
