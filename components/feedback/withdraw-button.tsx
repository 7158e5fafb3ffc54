'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useTranslations } from '@/components/ui/use-translations';

/** Asks, and takes back what the person has said. */
export function WithdrawButton({
  withdraw: takeBack,
  onWithdrawn,
}: {
  withdraw: () => Promise<unknown>;
  onWithdrawn: () => void;
}) {
  const t = useTranslations('feedback.withdraw');
  const client = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const withdraw = useMutation({
    mutationFn: takeBack,
    onSuccess: async () => {
      setIsAsking(false);
      await client.invalidateQueries({
        predicate: ({ queryKey }) => ['predictions', 'feedback', 'monitoring'].includes(String(queryKey[0])),
      });
      onWithdrawn();
    },
  });
  return (
    <>
      <Button size="sm" onClick={() => setIsAsking(true)}>
        {t('button')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        question={t('question')}
        consequence={t('consequence')}
        keep={t('keep')}
        act={t('button')}
        kind="danger-solid"
        busy={withdraw.isPending}
        error={withdraw.error}
        failed={t('failed')}
        onKeep={() => setIsAsking(false)}
        onAct={() => withdraw.mutate()}
      />
    </>
  );
}
