import 'server-only';
import {
  authorise,
  bearerOf,
  findKeyActor,
  findSessionPerson,
  hashKeyText,
  isKeyText,
  listProjectRows,
  PERMISSIONS,
  type Permission,
  touchKeys,
} from '@/lib/domain/people';
import { readSession } from '@/lib/platform/auth';
import { type Actor, asSystem, type Ctx, createCtx } from '@/lib/platform/context';
import { database, processLog } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { AppError, notFound } from '@/lib/platform/errors';
import { createEndpoint } from '@/lib/platform/http/route';

const isPermission = (access: string): access is Permission => Object.hasOwn(PERMISSIONS, access);

const TOUCH_MS = 60_000;
const touched = new Map<string, number>();

/** Notes that a key was used, once a minute at most and without making the caller wait. */
function touch(keyId: string): void {
  const nowMs = Date.now();
  if (nowMs - (touched.get(keyId) ?? 0) < TOUCH_MS) return;
  if (touched.size > 10_000) touched.clear();
  touched.set(keyId, nowMs);
  touchKeys(database().scoped('system'), [keyId], new Date(nowMs)).catch((err: unknown) =>
    processLog().warn({ err }, 'the use of a key could not be noted'),
  );
}

async function keyActor(header: string): Promise<Actor> {
  const text = bearerOf(header);
  if (text === null || !isKeyText(text))
    throw new AppError('unauthenticated', 'This is not a key of this server: its form or checksum does not fit.');
  const actor = await findKeyActor(database().scoped('system'), hashKeyText(text), new Date());
  if (!actor) throw new AppError('unauthenticated', 'This key is not known, or it was revoked or has expired.');
  touch(actor.id);
  return actor;
}

/** Who calls: a key where one is sent, and then the cookie does not count; else the person of the session; else nobody. */
export async function identify(headers: Headers): Promise<Actor> {
  const authorization = headers.get('authorization');
  if (authorization !== null) return keyActor(authorization);
  const session = await readSession(headers.get('cookie'));
  const person = session && (await findSessionPerson(database().scoped('system'), session, new Date()));
  return person ?? { kind: 'anonymous' };
}

/** The project that a caller names by id, slug or name; 404 where they do not belong to it. */
async function namedProject(actor: Actor, name: string | null): Promise<string | null> {
  if (actor.kind === 'key' && name === null) return actor.projectId;
  if (name === null || actor.kind === 'anonymous' || actor.kind === 'system') return null;
  const ids = actor.kind === 'key' ? [actor.projectId] : actor.memberships.map(({ projectId }) => projectId);
  const own = await listProjectRows(database().scoped({ projects: ids }), ids);
  const found =
    own.find((project) => project.id === name || project.slug === name) ?? own.find((project) => project.name === name);
  if (!found) throw notFound('project', name.slice(0, 80));
  return found.id;
}

/** The ctx of a call. The front door asks for the permission where the project is known; the verb asks again for its object's project. */
export async function callContext(
  actor: Actor,
  call: { requestId: string; project: string | null; access: string },
): Promise<Ctx> {
  const projectId = await namedProject(actor, call.project);
  if (projectId && isPermission(call.access)) authorise(actor, call.access, projectId);
  return createCtx({
    database: database(),
    actor,
    projectId,
    log: processLog().child({ requestId: call.requestId }),
    requestId: call.requestId,
  });
}

export const endpoint = createEndpoint({
  identify: (request) => identify(request.headers),
  context: callContext,
  log: processLog,
  strictReplies: env().NODE_ENV !== 'production',
});

/** For the few verbs of open operations that look beyond the caller's projects: set-up, sign-in, links. */
export const systemCtx = (ctx: Ctx): Ctx => asSystem(database(), ctx);
