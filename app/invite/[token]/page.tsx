import type { Metadata } from 'next';
import { currentPerson, visitorCtx } from '@/app/session';
import { ClosedInvitationView, InvitationView } from '@/components/people/invitation-view';
import { getTranslations } from '@/components/shell/translations';
import { getOpenInvitation } from '@/lib/domain/people';
import { isAppError } from '@/lib/platform/errors';

export async function generateMetadata(): Promise<Metadata> {
  // The address holds the token: it must not travel to another site in a Referer.
  return { title: (await getTranslations('people.invite'))('heading'), referrer: 'same-origin' };
}

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const found = await getOpenInvitation(await visitorCtx(), { token }).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') return error;
    throw error;
  });
  if (isAppError(found)) return <ClosedInvitationView reason={found.reason} />;
  const person = await currentPerson();
  return (
    <InvitationView
      token={token}
      invitation={found}
      person={person ? { name: person.name, email: person.email } : null}
    />
  );
}
