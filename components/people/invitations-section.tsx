'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { State, type StateKind } from '@/components/ui/state';
import { type Column, Table } from '@/components/ui/table';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Invitation } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { peopleQueries } from './queries';

const looks: Record<Invitation['state'], StateKind> = {
  open: 'info',
  accepted: 'ok',
  revoked: 'off',
  expired: 'off',
};

export function InvitationsSection({ project, mayManage }: { project: string; mayManage: boolean }) {
  const t = useTranslations('people.invitations');
  const roles = useTranslations('people.roles');
  const format = useFormat();
  const client = useQueryClient();
  const query = useQuery(peopleQueries.invitations(project));
  const revoke = useMutation({
    mutationFn: (invitation: Invitation) =>
      api<Invitation>(`/api/invitations/${invitation.id}`, { method: 'DELETE', project }),
    onSuccess: () => showSuccess(t('revoked')),
    onSettled: () => client.invalidateQueries({ queryKey: peopleQueries.invitations(project).queryKey }),
  });
  const columns: Column<Invitation>[] = [
    {
      key: 'for',
      header: t('for'),
      cell: ({ email }) =>
        email ? <span className="[overflow-wrap:anywhere]">{email}</span> : <span>{t('anyone')}</span>,
    },
    { key: 'role', header: t('role'), cell: ({ role }) => roles(`name.${role}`) },
    { key: 'by', header: t('by'), cell: ({ invitedBy }) => invitedBy },
    {
      key: 'until',
      header: t('until'),
      cell: ({ expiresAt }) => <span title={format.exact(expiresAt)}>{format.dayTime(expiresAt)}</span>,
    },
    {
      key: 'state',
      header: t('state'),
      cell: ({ state }) => <State kind={looks[state]}>{t(`states.${state}`)}</State>,
    },
  ];
  if (mayManage)
    columns.push({
      key: 'actions',
      header: t('actions'),
      hideHeader: true,
      align: 'right',
      phone: 'wide',
      cell: (invitation) =>
        invitation.state === 'open' ? (
          <Button
            size="sm"
            kind="danger"
            aria-label={t('revokeOf', { who: invitation.email ?? t('anyone') })}
            busy={revoke.isPending && revoke.variables.id === invitation.id}
            onClick={() => revoke.mutate(invitation)}
          >
            {t('revoke')}
          </Button>
        ) : null,
    });
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      {revoke.isError ? (
        <div className="mb-3">
          <InlineError error={revoke.error} title={t('notRevoked')} />
        </div>
      ) : null}
      <Panel flush>
        <QueryPanel
          query={query}
          errorTitle={t('notLoaded')}
          isEmpty={({ invitations }) => invitations.length === 0}
          empty={<p className="px-5 py-6 text-md text-ink-2 max-md:px-4">{t('empty')}</p>}
        >
          {({ invitations }) => (
            <Table label={t('title')} columns={columns} rows={invitations} rowKey={({ id }) => id} />
          )}
        </QueryPanel>
      </Panel>
    </Section>
  );
}
