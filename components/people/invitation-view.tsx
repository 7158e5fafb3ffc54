'use client';
import { VisitorFrame } from '@/components/shell/visitor-frame';
import { DefinitionList } from '@/components/ui/definition-list';
import { LinkButton } from '@/components/ui/link-button';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { OpenInvitation } from '@/lib/domain/people/schema';
import { JoinButton } from './join-button';
import { JoinForm } from './join-form';

const closedReasons = ['expired', 'revoked', 'accepted', 'unknown'] as const;

/** The reason why a link is closed; what is not known counts as an unknown link. */
export function ClosedInvitationView({ reason }: { reason: string | undefined }) {
  const t = useTranslations('people.invite');
  const known = closedReasons.find((candidate) => candidate === reason) ?? 'unknown';
  return (
    <VisitorFrame title={t('closedTitle')} sentence={t(`closed.${known}`)}>
      <LinkButton kind="main" size="lg" href="/">
        {t('toStart')}
      </LinkButton>
    </VisitorFrame>
  );
}

export function InvitationView({
  token,
  invitation,
  person,
}: {
  token: string;
  invitation: OpenInvitation;
  person: { name: string; email: string } | null;
}) {
  const t = useTranslations('people.invite');
  const roles = useTranslations('people.roles');
  const format = useFormat();
  const { project, role, invitedBy, email, expiresAt } = invitation;
  return (
    <VisitorFrame title={t('title', { project })} sentence={t('sentence', { person: invitedBy, project })}>
      <DefinitionList
        items={[
          {
            key: 'role',
            term: t('role'),
            value: (
              <>
                {roles(`name.${role}`)}
                <span className="block text-xs text-ink-3">{roles(`may.${role}`)}</span>
              </>
            ),
          },
          {
            key: 'until',
            term: t('until'),
            value: <span title={format.exact(expiresAt)}>{format.dayTime(expiresAt)}</span>,
          },
        ]}
      />
      {person ? <JoinButton token={token} person={person} /> : <JoinForm token={token} email={email} />}
    </VisitorFrame>
  );
}
