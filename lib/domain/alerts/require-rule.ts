import type { Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { isUuid } from '@/lib/platform/uuid7';
import { authorise, type Permission } from '../people';
import { findIncidentRow, type StoredIncident } from './store-incidents';
import { findRuleRow, type StoredRule } from './store-rules';

/** A rule by its id, for someone who may do `permission` in its project. */
export async function requireRule(ctx: Ctx, id: string, permission: Permission): Promise<StoredRule> {
  const rule = isUuid(id) ? await findRuleRow(ctx, id) : null;
  if (!rule) throw notFound('alert rule', id.slice(0, 64));
  authorise(ctx.actor, permission, rule.projectId);
  return rule;
}

/** An incident by its id, likewise. */
export async function requireIncident(ctx: Ctx, id: string, permission: Permission): Promise<StoredIncident> {
  const incident = isUuid(id) ? await findIncidentRow(ctx, id) : null;
  if (!incident) throw notFound('incident', id.slice(0, 64));
  authorise(ctx.actor, permission, incident.projectId);
  return incident;
}
