'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Member, ProjectRole } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { openAnew } from './enter';
import { peopleQueries } from './queries';

type Change = { member: Member } & (
  | { kind: 'role'; role: ProjectRole; isUndo?: boolean }
  | { kind: 'sign-out' }
  | { kind: 'remove' }
);

function send(project: string, change: Change): Promise<Member> {
  const path = `/api/people/${change.member.personId}`;
  if (change.kind === 'role') return api(path, { method: 'PATCH', project, body: { role: change.role } });
  return change.kind === 'remove'
    ? api(path, { method: 'DELETE', project })
    : api(`${path}/sign-out-everywhere`, { method: 'POST', project });
}

/** Changes of the people of a project. One that takes this page away from oneself leads to the start. */
export function useMemberChange({ project, meId }: { project: string; meId: string }) {
  const t = useTranslations('people.members');
  const roles = useTranslations('people.roles');
  const ui = useTranslations('ui');
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: (change: Change) => send(project, change),
    onSuccess: async (_, change) => {
      const { member } = change;
      if (member.personId === meId) return openAnew('/');
      await client.invalidateQueries({ queryKey: peopleQueries.members(project).queryKey });
      const { name } = member;
      if (change.kind === 'remove') showSuccess(t('removed', { name }));
      else if (change.kind === 'sign-out') showSuccess(t('signedOut', { name }));
      else
        showSuccess(
          t('roleChanged', { name, role: roles(`name.${change.role}`) }),
          change.isUndo
            ? undefined
            : {
                label: ui('undo'),
                onUndo: () => mutation.mutate({ kind: 'role', member, role: member.role, isUndo: true }),
              },
        );
    },
  });
  return {
    isPending: mutation.isPending || (mutation.isSuccess && mutation.variables.member.personId === meId),
    error: mutation.error,
    changeRole: (member: Member, role: ProjectRole) => mutation.mutate({ kind: 'role', member, role }),
    /** `onSettled` runs when the answer is there, good or bad. */
    decide: (change: Change, onSettled: () => void) => mutation.mutate(change, { onSettled }),
  };
}

export type MemberChange = ReturnType<typeof useMemberChange>;
