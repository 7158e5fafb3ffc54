'use client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useTranslations } from '@/components/ui/use-translations';
import type { Member, ProjectRole } from '@/lib/domain/people/schema';
import type { MemberChange } from './use-member-change';

export type MemberDecision = { member: Member } & (
  | { kind: 'sign-out' }
  | { kind: 'remove' }
  | { kind: 'step-down'; role: ProjectRole }
);

/** Asks before a change of a person that cannot be undone by the one who makes it. */
export function MemberDialog({
  decision,
  project,
  meId,
  change,
  onClose,
}: {
  decision: MemberDecision | null;
  project: { name: string };
  meId: string;
  change: MemberChange;
  onClose: () => void;
}) {
  const t = useTranslations('people.members.dialog');
  const roles = useTranslations('people.roles');
  if (!decision) return null;
  const { kind, member } = decision;
  const words = {
    name: member.name,
    project: project.name,
    role: kind === 'step-down' ? roles(`name.${decision.role}`) : '',
  };
  const isSelf = member.personId === meId;
  return (
    <Dialog
      open
      onOpen={(open) => (open ? undefined : onClose())}
      question={t(`${kind}.question`, words)}
      answers={
        <>
          <Button onClick={onClose}>{t(`${kind}.keep`, words)}</Button>
          <Button
            kind={kind === 'remove' ? 'danger-solid' : 'main'}
            busy={change.isPending}
            onClick={() =>
              change.decide(
                kind === 'step-down' ? { kind: 'role', member, role: decision.role } : { kind, member },
                onClose,
              )
            }
          >
            {t(`${kind}.do`, words)}
          </Button>
        </>
      }
    >
      <p>{t(`${kind}.consequence`, words)}</p>
      {isSelf ? <p>{t('self')}</p> : null}
    </Dialog>
  );
}
