import type { Database, Db, Scope, TransactionOptions } from './db';
import type { Log } from './log';

export const ROLES = ['administrator', 'scientist', 'reviewer', 'user'] as const;
export type Role = (typeof ROLES)[number];
export const SCOPES = ['predict', 'staging', 'feedback', 'read', 'write', 'admin'] as const;
export type KeyScope = (typeof SCOPES)[number];

export type Actor =
  | {
      kind: 'person';
      id: string;
      name: string;
      email: string;
      owner: boolean;
      memberships: { projectId: string; role: Role }[];
    }
  | {
      kind: 'key';
      id: string;
      name: string;
      projectId: string;
      scopes: KeyScope[];
      /** Predictions that it may ask for; null: as many as it likes. */
      callsPerSecond: number | null;
    }
  | { kind: 'system'; name: string }
  | { kind: 'anonymous' };

/** What every verb gets: who asks, the rows they may see, the clock, the log. */
export interface Ctx {
  actor: Actor;
  /** Project of a key, or the one a session named; null where the call is above projects. */
  projectId: string | null;
  scope: Scope;
  db: Db;
  now: () => Date;
  log: Log;
  requestId: string;
  /** Runs `work` in one transaction; a ctx inside a transaction joins it. */
  begin: <T>(work: (db: Db) => Promise<T>, options?: TransactionOptions) => Promise<T>;
}

export const inTransaction = <T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>, options?: TransactionOptions): Promise<T> =>
  ctx.begin((db) => work({ ...ctx, db, begin: (inner) => inner(db) }), options);

/** The rows an actor may see. */
export function scopeOf(actor: Actor): Scope {
  if (actor.kind === 'system') return 'system';
  if (actor.kind === 'key') return { projects: [actor.projectId] };
  if (actor.kind === 'person') return { projects: actor.memberships.map((membership) => membership.projectId) };
  return { projects: [] };
}

export function createCtx(input: {
  database: Database;
  actor: Actor;
  projectId?: string | null;
  log: Log;
  requestId: string;
  now?: () => Date;
  scope?: Scope;
}): Ctx {
  const scope = input.scope ?? scopeOf(input.actor);
  return {
    actor: input.actor,
    projectId: input.projectId ?? (input.actor.kind === 'key' ? input.actor.projectId : null),
    scope,
    db: input.database.scoped(scope),
    now: input.now ?? (() => new Date()),
    log: input.log,
    requestId: input.requestId,
    begin: (work, options) => input.database.inTransaction(scope, work, options),
  };
}

/** The same work with the rights of the system, for the few verbs that must look beyond the caller's projects. */
export const asSystem = (database: Database, ctx: Ctx): Ctx => ({
  ...ctx,
  scope: 'system',
  db: database.scoped('system'),
  begin: (work, options) => database.inTransaction('system', work, options),
});

export const actorName = (actor: Actor): string => (actor.kind === 'anonymous' ? 'anonymous' : actor.name);
