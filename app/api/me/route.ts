import { getMe, getMeOperation, updateMe, updateMeOperation } from '@/lib/domain/people';
import { sessionCookie } from '@/lib/platform/auth';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(getMeOperation, ({ ctx }) => getMe(ctx));
export const PATCH = endpoint(updateMeOperation, async ({ ctx, body }) => {
  const { me, tokenVersion } = await updateMe(ctx, body);
  if (tokenVersion === null) return me;
  const cookie = await sessionCookie({ personId: me.id, tokenVersion, name: me.name, email: me.email });
  return Response.json(me, { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } });
});

const refuse = methodNotAllowed('GET', 'PATCH');

export { refuse as POST, refuse as PUT, refuse as DELETE };
