'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import { apiResponse } from '@/lib/platform/http/client';
import { openAnew } from './enter';
import { SignOutButton } from './sign-out-button';

export function MeSessions() {
  const t = useTranslations('people.sessions');
  const [isAsking, setIsAsking] = useState(false);
  const endAll = useMutation({
    mutationFn: () => apiResponse('/api/me/sign-out-everywhere', { method: 'POST' }),
    onSuccess: () => openAnew('/sign-in'),
  });
  return (
    <section aria-labelledby="me-sessions">
      <SectionHeading id="me-sessions" title={t('title')} />
      <Panel className="flex flex-col items-start gap-3">
        <p className="text-sm text-ink-2">{t('sentence')}</p>
        <div className="flex flex-wrap gap-2">
          <SignOutButton />
          <Button onClick={() => setIsAsking(true)}>{t('signOutEverywhere')}</Button>
        </div>
      </Panel>
      <ConfirmDialog
        open={isAsking}
        question={t('question')}
        consequence={t('consequence')}
        keep={t('keep')}
        act={t('signOutEverywhere')}
        kind="main"
        busy={endAll.isPending || endAll.isSuccess}
        error={endAll.error}
        failed={t('failed')}
        onKeep={() => setIsAsking(false)}
        onAct={() => endAll.mutate()}
      />
    </section>
  );
}
