'use client';
import { useMutation } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { useTranslations } from '@/components/ui/use-translations';
import { openAnew } from './enter';
import { joinByLink } from './join';
import { JoinRefusal } from './join-refusal';
import { SignOutButton } from './sign-out-button';

/** Joins with the account that is signed in. */
export function JoinButton({ token, person }: { token: string; person: { name: string; email: string } }) {
  const t = useTranslations('people.invite');
  const join = useMutation({ mutationFn: () => joinByLink(token, {}), onSuccess: openAnew });
  return (
    <div className="flex flex-col gap-4">
      <JoinRefusal error={join.error} token={token} />
      <Button kind="main" size="lg" busy={join.isPending || join.isSuccess} onClick={() => join.mutate()}>
        {t('joinAs', { name: person.name })}
      </Button>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-ink-2">
        <span className="min-w-0 [overflow-wrap:anywhere]">{t('signedInAs', { email: person.email })}</span>
        <SignOutButton kind="quiet" next={`/invite/${token}`} />
      </div>
    </div>
  );
}
