'use client';
import { useMutation } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { Button, type ButtonKind } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { useTranslations } from '@/components/ui/use-translations';
import { apiResponse } from '@/lib/platform/http/client';
import { openAnew } from './enter';

export function SignOutButton({ next = '/sign-in', kind = 'outlined' }: { next?: string; kind?: ButtonKind }) {
  const t = useTranslations('people.sessions');
  const signOut = useMutation({
    mutationFn: () => apiResponse('/api/session', { method: 'DELETE' }),
    onSuccess: () => openAnew(next),
  });
  return (
    <>
      {signOut.isError ? <InlineError error={signOut.error} title={t('failed')} /> : null}
      <Button
        kind={kind}
        icon={<LogOut aria-hidden="true" />}
        busy={signOut.isPending || signOut.isSuccess}
        onClick={() => signOut.mutate()}
      >
        {t('signOut')}
      </Button>
    </>
  );
}
