import 'server-only';
import type { Db } from '@/lib/platform/db';
import { findPersonRow, type PersonActor, type StoredPerson, toPersonActor, updatePerson } from './store-persons';

const KEPT_MS = 15_000;
const SEEN_MS = 5 * 60_000;
const MAX_KEPT = 10_000;

interface Kept {
  untilMs: number;
  person: StoredPerson | null;
}
const held: { implantaSessions?: Map<string, Kept> } = globalThis as never;

function kept(): Map<string, Kept> {
  held.implantaSessions ??= new Map();
  return held.implantaSessions;
}

/** After a change of a person's name, roles or sessions, this process asks the database again. */
export const forgetSession = (personId: string): void => {
  kept().delete(personId);
};

/**
 * The person of a session, or null where the session was ended, or the person disabled or removed.
 * Needs the scope of the system. Read at most every 15 seconds per person.
 */
export async function findSessionPerson(
  db: Db,
  session: { personId: string; tokenVersion: number },
  now: Date,
): Promise<PersonActor | null> {
  const sessions = kept();
  let found = sessions.get(session.personId);
  if (!found || found.untilMs <= now.getTime()) {
    const person = await findPersonRow(db, { id: session.personId });
    if (sessions.size > MAX_KEPT) sessions.clear();
    found = { untilMs: now.getTime() + KEPT_MS, person };
    sessions.set(session.personId, found);
    if (person && (!person.lastSeenAt || now.getTime() - person.lastSeenAt.getTime() > SEEN_MS))
      await updatePerson(db, person.id, { lastSeenAt: now });
  }
  const { person } = found;
  return person && !person.disabledAt && person.tokenVersion === session.tokenVersion ? toPersonActor(person) : null;
}
