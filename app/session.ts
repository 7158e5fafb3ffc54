import 'server-only';
import { headers } from 'next/headers';
import type { PersonActor } from '@/lib/domain/people';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { callContext, identify, systemCtx } from './api/endpoint';

/** The signed-in person of a page, or null. Keys are no visitors. */
export async function currentPerson(): Promise<PersonActor | null> {
  const sent = new Headers(await headers());
  sent.delete('authorization');
  const actor = await identify(sent);
  return actor.kind === 'person' ? actor : null;
}

/** The ctx of a page for verbs that it prefetches with; `project` is an id or slug. Throws `not_found` for a project of others. */
export async function pageCtx(person: PersonActor, project: string | null = null): Promise<Ctx> {
  return callContext(person, { requestId: uuid7(), project, access: 'signed-in' });
}

/** The ctx of a page that is open to everybody, such as set-up, sign-in and invitations. Sees what the system sees. */
export async function visitorCtx(): Promise<Ctx> {
  return systemCtx(await callContext({ kind: 'anonymous' }, { requestId: uuid7(), project: null, access: 'open' }));
}
