'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import type { IncidentDetail } from '@/lib/domain/alerts/schema';
import { api } from '@/lib/platform/http/client';
import { alertQueries } from './queries';

const MOST = 2000;

export function NoteForm({ project, id }: { project: string; id: string }) {
  const t = useTranslations('alerts.incident');
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const send = useMutation({
    mutationFn: () => api<IncidentDetail>(`/api/incidents/${id}/notes`, { method: 'POST', project, body: { text } }),
    onSuccess: (changed) => {
      client.setQueryData(alertQueries.incident(project, id).queryKey, changed);
      setText('');
    },
  });
  return (
    <form
      method="post"
      className="mt-4 flex max-w-measure flex-col items-start gap-3 [&>*]:w-full"
      onSubmit={(event) => {
        event.preventDefault();
        setIsMissing(text.trim() === '');
        if (text.trim() !== '') send.mutate();
      }}
    >
      <Field label={t('noteLabel')} error={isMissing ? t('noteEmpty') : undefined}>
        <Textarea
          rows={2}
          maxLength={MOST}
          placeholder={t('notePlaceholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setIsMissing(false);
          }}
        />
      </Field>
      {send.isError ? <InlineError error={send.error} title={t('noteFailed')} /> : null}
      <div>
        <Button type="submit" busy={send.isPending}>
          {t('noteSend')}
        </Button>
      </div>
    </form>
  );
}
