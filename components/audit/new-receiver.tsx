'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { Segmented } from '@/components/ui/segmented';
import { useTranslations } from '@/components/ui/use-translations';
import { RECEIVER_KINDS, type SavedAuditReceiver } from '@/lib/domain/audit/schema';
import { api } from '@/lib/platform/http/client';
import { auditQueries } from './queries';

/** Adds a receiver; what signs a webhook is shown once, after it. */
export function NewReceiver({ project, isMailSet }: { project: string; isMailSet: boolean }) {
  const t = useTranslations('audit.receivers');
  const language = useLocale() === 'pt-BR' ? 'pt-BR' : 'en';
  const client = useQueryClient();
  const [kind, setKind] = useState<(typeof RECEIVER_KINDS)[number]>('mail');
  const [address, setAddress] = useState('');
  const add = useMutation({
    mutationFn: () =>
      api<SavedAuditReceiver>('/api/audit-receivers', { method: 'POST', project, body: { kind, address, language } }),
    onSuccess: async ({ secret }) => {
      await client.invalidateQueries({ queryKey: auditQueries.anchors(project).queryKey });
      if (secret === null) setAddress('');
    },
  });
  const close = () => {
    add.reset();
    setAddress('');
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Segmented
        label={t('kind')}
        value={kind}
        onValue={setKind}
        choices={RECEIVER_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <Field label={t(`address.${kind}`)} hint={kind === 'mail' && !isMailSet ? t('mailOff') : undefined}>
        <Input
          type={kind === 'mail' ? 'email' : 'url'}
          autoComplete="off"
          spellCheck={false}
          value={address}
          onChange={({ target }) => setAddress(target.value)}
        />
      </Field>
      {add.isError ? <InlineError error={add.error} title={t('notAdded')} /> : null}
      <div>
        <Button kind="main" type="submit" busy={add.isPending}>
          {t('add')}
        </Button>
      </div>
      {add.data?.secret ? <SecretDialog secret={add.data.secret} url={address} onClose={close} /> : null}
    </form>
  );
}
