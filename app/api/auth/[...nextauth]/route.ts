import NextAuth from 'next-auth';
import { findSessionPerson, signIn, signInWithProvider } from '@/lib/domain/people';
import { authOptions } from '@/lib/platform/auth';
import { createCtx } from '@/lib/platform/context';
import { database, processLog } from '@/lib/platform/database';
import { uuid7 } from '@/lib/platform/uuid7';

const anonymous = () => {
  const requestId = uuid7();
  return createCtx({
    database: database(),
    actor: { kind: 'anonymous' },
    scope: 'system',
    log: processLog().child({ requestId }),
    requestId,
  });
};

interface Next {
  params: Promise<{ nextauth: string[] }>;
}

async function handle(request: Request, next: Next): Promise<Response> {
  const options = authOptions({
    signIn: (input) => signIn(anonymous(), input),
    signInWithProvider: (profile) => signInWithProvider(anonymous(), profile),
    isCurrent: async (session) => (await findSessionPerson(database().scoped('system'), session, new Date())) !== null,
  });
  return NextAuth(request as never, next as never, options) as Promise<Response>;
}

export { handle as GET, handle as POST };
