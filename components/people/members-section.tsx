'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Badge } from '@/components/ui/state';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Member } from '@/lib/domain/people/schema';
import { type MemberDecision, MemberDialog } from './member-dialog';
import { peopleQueries } from './queries';
import { Refusal } from './refusal';
import { RoleSelect } from './role-select';
import { useMemberChange } from './use-member-change';

export function MembersSection({
  project,
  meId,
  mayManage,
}: {
  project: { slug: string; name: string };
  meId: string;
  mayManage: boolean;
}) {
  const t = useTranslations('people.members');
  const roles = useTranslations('people.roles');
  const format = useFormat();
  const query = useQuery(peopleQueries.members(project.slug));
  const change = useMemberChange({ project: project.slug, meId });
  const [decision, setDecision] = useState<MemberDecision | null>(null);
  const columns: Column<Member>[] = [
    {
      key: 'name',
      header: t('name'),
      cell: (member) => (
        <span className="flex flex-col py-1">
          <span className="flex flex-wrap items-center gap-2 font-semibold">
            {member.name}
            {member.personId === meId ? <Badge tone="accent">{t('you')}</Badge> : null}
            {member.owner ? <Badge tone="line">{t('owner')}</Badge> : null}
          </span>
          <span className="text-xs text-ink-3 [overflow-wrap:anywhere]">{member.email}</span>
        </span>
      ),
    },
    {
      key: 'role',
      header: t('role'),
      phone: 'wide',
      cell: (member) =>
        mayManage ? (
          <RoleSelect
            label={t('roleOf', { name: member.name })}
            role={member.role}
            onRole={(role) =>
              member.personId === meId && member.role === 'administrator'
                ? setDecision({ kind: 'step-down', member, role })
                : change.changeRole(member, role)
            }
          />
        ) : (
          roles(`name.${member.role}`)
        ),
    },
    {
      key: 'joined',
      header: t('joined'),
      cell: (member) => <span title={format.exact(member.joinedAt)}>{format.day(member.joinedAt)}</span>,
    },
    {
      key: 'seen',
      header: t('lastSeen'),
      cell: (member) =>
        member.lastSeenAt ? (
          <span title={format.exact(member.lastSeenAt)}>{format.ago(member.lastSeenAt)}</span>
        ) : (
          <span className="text-ink-3">{t('never')}</span>
        ),
    },
  ];
  if (mayManage)
    columns.push({
      key: 'actions',
      header: t('actions'),
      hideHeader: true,
      phone: 'wide',
      align: 'right',
      cell: (member) => (
        <span className="inline-flex gap-2">
          <Button
            size="sm"
            aria-label={t('signOutOf', { name: member.name })}
            onClick={() => setDecision({ kind: 'sign-out', member })}
          >
            {t('signOut')}
          </Button>
          <Button
            size="sm"
            kind="danger"
            aria-label={t('removeOf', { name: member.name })}
            onClick={() => setDecision({ kind: 'remove', member })}
          >
            {t('remove')}
          </Button>
        </span>
      ),
    });
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={query.data ? format.number(query.data.people.length) : undefined} />
      {change.error ? (
        <div className="mb-3">
          <Refusal
            error={change.error}
            title={t('notChanged')}
            sentences={{ last_administrator: t('lastAdministrator') }}
          />
        </div>
      ) : null}
      <Panel flush>
        <QueryPanel query={query} errorTitle={t('notLoaded')}>
          {({ people }) => (
            <Table label={t('title')} columns={columns} rows={people} rowKey={(member) => member.personId} />
          )}
        </QueryPanel>
      </Panel>
      <MemberDialog
        decision={decision}
        project={project}
        meId={meId}
        change={change}
        onClose={() => setDecision(null)}
      />
    </Section>
  );
}
