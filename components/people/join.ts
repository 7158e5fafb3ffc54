import type { AcceptInvitation, Project } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';

/** Accepts an invitation and returns the address of the project's first page. */
export async function joinByLink(token: string, account: AcceptInvitation): Promise<string> {
  const { project } = await api<{ project: Project }>(`/api/invitations/${encodeURIComponent(token)}/accept`, {
    method: 'POST',
    body: account,
  });
  return `/p/${project.slug}/models`;
}
