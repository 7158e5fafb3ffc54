import { signIn, signInOperation, signOutOperation } from '@/lib/domain/people';
import { endedSessionCookie, lastAddress, sessionCookie } from '@/lib/platform/auth';
import { endpoint, systemCtx } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const POST = endpoint(signInOperation, async ({ ctx, body, request }) => {
  const address = lastAddress(request.headers.get('x-forwarded-for'));
  const identity = await signIn(systemCtx(ctx), { ...body, address });
  return Response.json(
    { name: identity.name, email: identity.email },
    { headers: { 'set-cookie': await sessionCookie(identity), 'cache-control': 'no-store' } },
  );
});
export const DELETE = endpoint(
  signOutOperation,
  async () => new Response(null, { status: 204, headers: { 'set-cookie': endedSessionCookie() } }),
);

const refuse = methodNotAllowed('POST', 'DELETE');

export { refuse as GET, refuse as PUT, refuse as PATCH };
