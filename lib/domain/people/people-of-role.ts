import type { Ctx, Role } from '@/lib/platform/context';
import { listMembers } from './store-persons';

/** Ids of the people of a project who have a role. Asks for no permission. */
export async function listPeopleOfRole(ctx: Ctx, of: { projectId: string; role: Role }): Promise<string[]> {
  const members = await listMembers(ctx, of.projectId);
  return members.filter(({ role }) => role === of.role).map(({ personId }) => personId);
}
