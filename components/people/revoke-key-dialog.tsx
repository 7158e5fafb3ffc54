'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ApiKey } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { peopleQueries } from './queries';

/** A key cannot be brought back, so its name is asked for. */
export function RevokeKeyDialog({
  project,
  apiKey,
  onClose,
}: {
  project: string;
  apiKey: ApiKey;
  onClose: () => void;
}) {
  const t = useTranslations('people.keys');
  const format = useFormat();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const { name, lastUsedAt } = apiKey;
  const revoke = useMutation({
    mutationFn: () => api<ApiKey>(`/api/keys/${apiKey.id}`, { method: 'DELETE', project }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: peopleQueries.keys(project).queryKey });
      showSuccess(t('revoked', { name }));
      onClose();
    },
  });
  const submit = () => {
    if (typed.trim() !== name) setError(t('notTheName', { name }));
    else revoke.mutate();
  };
  return (
    <Dialog
      open
      onOpen={(open) => (open ? undefined : onClose())}
      keepOpen={typed !== ''}
      question={t('revokeTitle', { name })}
      answers={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button kind="danger-solid" busy={revoke.isPending} onClick={submit}>
            {t('revokeKey')}
          </Button>
        </>
      }
    >
      <p>
        {t('revokeConsequence')} {lastUsedAt ? t('usedAt', { when: format.dayTime(lastUsedAt) }) : t('neverUsed')}
      </p>
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t('typeName', { name })} error={error}>
          <Input autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      </form>
      {revoke.isError ? <InlineError error={revoke.error} title={t('notRevoked')} /> : null}
    </Dialog>
  );
}
