import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';
import { env, requiredEnv } from './env';

const MAX_AGE_S = 24 * 3600;

/** What a session cookie says: who, and which of the person's session generations. */
export interface Session {
  personId: string;
  tokenVersion: number;
}

interface Identity extends Session {
  name: string;
  email: string;
}

const Claims = z.object({ sub: z.uuid(), version: z.int() });

const isSecure = () => env().PUBLIC_URL?.startsWith('https:') ?? false;
const cookieName = () => `${isSecure() ? '__Secure-' : ''}implanta.session`;
const cookieOptions = () =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() }) satisfies Record<string, unknown>;

/** The session of a Cookie header, or null. A broken, foreign or expired cookie is no session. */
export async function readSession(cookies: string | null): Promise<Session | null> {
  const name = `${cookieName()}=`;
  const token = cookies
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(name))
    ?.slice(name.length);
  if (!token) return null;
  const payload = await decode({ token, secret: requiredEnv('NEXTAUTH_SECRET') }).catch(() => null);
  const claims = Claims.safeParse(payload);
  return claims.success ? { personId: claims.data.sub, tokenVersion: claims.data.version } : null;
}

/** The Set-Cookie value that begins a session of 24 hours. */
export async function sessionCookie(identity: Identity): Promise<string> {
  const token = await encode({
    token: { sub: identity.personId, name: identity.name, email: identity.email, version: identity.tokenVersion },
    secret: requiredEnv('NEXTAUTH_SECRET'),
    maxAge: MAX_AGE_S,
  });
  return setCookie(token, MAX_AGE_S);
}

/** The Set-Cookie value that ends the session of this browser. */
export const endedSessionCookie = (): string => setCookie('', 0);

const setCookie = (value: string, maxAge: number) =>
  `${cookieName()}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${isSecure() ? '; Secure' : ''}`;

export interface AuthVerbs {
  /** Null for a wrong password; never throws. */
  signIn: (credentials: { email: string; password: string; address: string }) => Promise<Identity | null>;
  signInWithProvider: (profile: { email: string; name: string; isVerified: boolean }) => Promise<Identity | null>;
  isCurrent: (session: Session) => Promise<boolean>;
}

/** The name of the configured OpenID provider, for the button on the sign-in page; null without one. */
export const providerName = (): string | null =>
  env().OIDC_ISSUER && env().OIDC_CLIENT_ID && env().OIDC_CLIENT_SECRET ? env().OIDC_NAME : null;

const Profile = z.object({
  sub: z.string(),
  email: z.string().default(''),
  name: z.string().optional(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
});

/** next-auth's own options: the only place that knows its providers, callbacks and cookies. */
export function authOptions(verbs: AuthVerbs): NextAuthOptions {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env();
  const oidc: NextAuthOptions['providers'] =
    OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET
      ? [
          {
            id: 'oidc',
            name: OIDC_NAME,
            type: 'oauth',
            wellKnown: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
            authorization: { params: { scope: 'openid email profile' } },
            idToken: true,
            checks: ['pkce', 'state', 'nonce'],
            clientId: OIDC_CLIENT_ID,
            clientSecret: OIDC_CLIENT_SECRET,
            profile: (profile: unknown) => {
              const { sub, email, name } = Profile.parse(profile);
              return { id: sub, email, name: name ?? email };
            },
          },
        ]
      : [];
  return {
    secret: requiredEnv('NEXTAUTH_SECRET'),
    session: { strategy: 'jwt', maxAge: MAX_AGE_S },
    jwt: { maxAge: MAX_AGE_S },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    useSecureCookies: isSecure(),
    cookies: { sessionToken: { name: cookieName(), options: cookieOptions() } },
    logger: { error() {}, warn() {}, debug() {} },
    providers: [
      {
        id: 'credentials',
        name: 'credentials',
        type: 'credentials',
        credentials: {},
        async authorize(credentials, request) {
          const given = z.object({ email: z.string(), password: z.string() }).safeParse(credentials);
          if (!given.success) return null;
          const forwarded: unknown = request.headers?.['x-forwarded-for'];
          const identity = await verbs.signIn({ ...given.data, address: lastAddress(forwarded) }).catch(() => null);
          return identity && { id: identity.personId, ...identity };
        },
      },
      ...oidc,
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== 'oidc') return true;
        const claims = Profile.safeParse(profile);
        if (!claims.success) return false;
        const identity = await verbs
          .signInWithProvider({
            email: claims.data.email,
            name: claims.data.name ?? claims.data.email,
            isVerified: claims.data.email_verified === true || claims.data.email_verified === 'true',
          })
          .catch(() => null);
        if (!identity) return false;
        Object.assign(user, { id: identity.personId, tokenVersion: identity.tokenVersion, name: identity.name });
        return true;
      },
      async jwt({ token, user }) {
        if (user) return { ...token, sub: user.id, version: 'tokenVersion' in user ? user.tokenVersion : -1 };
        const claims = Claims.safeParse(token);
        // next-auth drops the cookie of a token whose callback throws: an ended session is not renewed.
        if (
          !claims.success ||
          !(await verbs.isCurrent({ personId: claims.data.sub, tokenVersion: claims.data.version }))
        )
          throw new Error('the session was ended');
        return token;
      },
      session: ({ session }) => session,
    },
  };
}

/** The address that the gateway itself wrote: the last of x-forwarded-for. */
export const lastAddress = (forwarded: unknown): string =>
  typeof forwarded === 'string' ? (forwarded.split(',').at(-1)?.trim().slice(0, 64) ?? '') : '';
