import type { Actor, KeyScope, Role } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';

/** Who may do what: roles of a project's people, scopes of its keys. The one table that every route stands on. */
export const PERMISSIONS = {
  'project.view': {
    roles: ['administrator', 'scientist', 'reviewer', 'user'],
    scopes: ['read', 'predict', 'staging', 'feedback', 'write', 'admin'],
  },
  'people.view': { roles: ['administrator'], scopes: ['admin'] },
  'people.manage': { roles: ['administrator'], scopes: ['admin'] },
  'key.view': { roles: ['administrator', 'scientist'], scopes: ['admin'] },
  'key.manage': { roles: ['administrator', 'scientist'], scopes: ['admin'] },
  'audit.view': { roles: ['administrator'], scopes: ['admin'] },
  /** Name who outside gets the daily heads of the trail. */
  'audit.manage': { roles: ['administrator'], scopes: ['admin'] },
  'retention.manage': { roles: ['administrator'], scopes: ['admin'] },
  /** Erase what was sent and written about a person. */
  'privacy.erase': { roles: ['administrator'], scopes: ['admin'] },
  'model.view': {
    roles: ['administrator', 'scientist', 'reviewer', 'user'],
    scopes: ['read', 'predict', 'staging', 'write', 'admin'],
  },
  'version.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'write', 'admin'] },
  'version.upload': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'version.manage': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  /** Promote a version although rules of its model stand before it. */
  'version.override': { roles: ['administrator'], scopes: ['admin'] },
  'card.view': { roles: ['administrator', 'scientist', 'reviewer', 'user'], scopes: ['read', 'write', 'admin'] },
  'card.edit': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'dataset.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'write', 'admin'] },
  'dataset.upload': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'model.predict': { roles: ['administrator', 'scientist', 'reviewer', 'user'], scopes: ['predict', 'admin'] },
  /** Ask the version that is in staging. A key with the scope staging alone may ask no other. */
  'model.predict-staging': {
    roles: ['administrator', 'scientist', 'reviewer'],
    scopes: ['predict', 'staging', 'admin'],
  },
  'prediction.ingest': { roles: ['administrator', 'scientist'], scopes: ['predict', 'admin'] },
  'prediction.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'admin'] },
  'prediction.view-own': { roles: ['administrator', 'scientist', 'reviewer', 'user'], scopes: ['read', 'admin'] },
  'feedback.give': { roles: ['administrator', 'scientist', 'reviewer', 'user'], scopes: ['feedback', 'admin'] },
  'feedback.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'admin'] },
  'score.view': {
    roles: ['administrator', 'scientist', 'reviewer', 'user'],
    scopes: ['read', 'feedback', 'write', 'admin'],
  },
  'score.manage': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'label.write': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['feedback', 'write', 'admin'] },
  'review.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'admin'] },
  'review.decide': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['write', 'admin'] },
  'review.manage': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'label-source.manage': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'monitoring.view': { roles: ['administrator', 'scientist', 'reviewer', 'user'], scopes: ['read', 'admin'] },
  'performance.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'admin'] },
  'drift.report': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'drift.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'admin'] },
  'replay.run': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'alert.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'admin'] },
  'alert.manage': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'webhook.manage': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'report.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'admin'] },
  'report.manage': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'training.view': { roles: ['administrator', 'scientist'], scopes: ['read', 'write', 'admin'] },
  'training.manage': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'promotion.view': { roles: ['administrator', 'scientist', 'reviewer'], scopes: ['read', 'write', 'admin'] },
  'promotion.ask': { roles: ['administrator', 'scientist'], scopes: ['write', 'admin'] },
  'promotion.decide': { roles: ['administrator', 'scientist'], scopes: ['admin'] },
  'promotion.rules': { roles: ['administrator'], scopes: ['admin'] },
  'demo.load': { roles: ['administrator', 'scientist'], scopes: ['admin'] },
} as const satisfies Record<string, { roles: readonly Role[]; scopes: readonly KeyScope[] }>;

export type Permission = keyof typeof PERMISSIONS;

/** The role of a person in a project, or null. */
export function roleIn(actor: Actor, projectId: string): Role | null {
  if (actor.kind !== 'person') return null;
  return actor.memberships.find((membership) => membership.projectId === projectId)?.role ?? null;
}

export function isAllowed(actor: Actor, permission: Permission, projectId: string): boolean {
  const { roles, scopes }: { roles: readonly Role[]; scopes: readonly KeyScope[] } = PERMISSIONS[permission];
  if (actor.kind === 'system') return true;
  if (actor.kind === 'key')
    return actor.projectId === projectId && actor.scopes.some((scope) => scopes.includes(scope));
  const role = roleIn(actor, projectId);
  return role !== null && roles.includes(role);
}

/**
 * The one authorisation function. Throws `unauthenticated` for nobody, `not_found` for a project the actor does not belong to
 * (its existence is not told), `forbidden` where the role or scope does not suffice.
 */
export function authorise(actor: Actor, permission: Permission, projectId: string): void {
  if (isAllowed(actor, permission, projectId)) return;
  if (actor.kind === 'anonymous')
    throw new AppError('unauthenticated', 'Sign in, or send a key as "Authorization: Bearer imp_…".');
  const belongs = actor.kind === 'key' ? actor.projectId === projectId : roleIn(actor, projectId) !== null;
  if (!belongs) throw notFound('project', projectId);
  const wanted = PERMISSIONS[permission];
  throw new AppError(
    'forbidden',
    actor.kind === 'key'
      ? `This key lacks the scope for it: one of ${wanted.scopes.join(', ')}.`
      : `This needs one of the roles ${wanted.roles.join(', ')} in the project.`,
  );
}

/** The project a call is about, or a 400 that says how to name it. */
export function requireProject(ctx: { projectId: string | null; actor: Actor }): string {
  if (ctx.projectId) return ctx.projectId;
  if (ctx.actor.kind === 'person' && ctx.actor.memberships.length === 1 && ctx.actor.memberships[0])
    return ctx.actor.memberships[0].projectId;
  throw new AppError('malformed', 'Name the project in the header x-project.');
}
