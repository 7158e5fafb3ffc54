'use client';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useTranslations } from '@/components/ui/use-translations';
import { InvitationsSection } from './invitations-section';
import { InviteDialog } from './invite-dialog';
import { MembersSection } from './members-section';
import { SettingsHeader, type SettingsPlace } from './settings-header';

export function PeopleView({
  project,
  meId,
  mayManage,
  places,
}: {
  project: { slug: string; name: string };
  meId: string;
  mayManage: boolean;
  places: readonly SettingsPlace[];
}) {
  const t = useTranslations('people.invitations');
  const [isInviting, setIsInviting] = useState(false);
  const invite = (
    <Button kind="main" icon={<UserPlus aria-hidden="true" />} onClick={() => setIsInviting(true)}>
      {t('invite')}
    </Button>
  );
  return (
    <>
      <SettingsHeader project={project.slug} places={places} current="people" actions={mayManage ? invite : null} />
      <div>
        <MembersSection project={project} meId={meId} mayManage={mayManage} />
        <InvitationsSection project={project.slug} mayManage={mayManage} />
      </div>
      {mayManage ? <InviteDialog project={project} open={isInviting} onOpen={setIsInviting} /> : null}
    </>
  );
}
