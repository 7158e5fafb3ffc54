'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { Select } from '@/components/ui/select';
import { SidePanel } from '@/components/ui/side-panel';
import { Switch } from '@/components/ui/switch';
import { useTranslations } from '@/components/ui/use-translations';
import { type Hook, type HookContent, type SavedHook, WEBHOOK_FORMATS } from '@/lib/domain/alerts/schema';
import { FEEDBACK_EVENTS } from '@/lib/domain/feedback/schema';
import { api, apiResponse } from '@/lib/platform/http/client';
import { HookMessages } from './hook-messages';
import { alertQueries } from './queries';

type Draft = Omit<HookContent, 'language'>;

/** A new webhook, or one that is there, with what was sent to it. What it signs with is shown once, after saving. */
export function HookPanel({ project, hook, onClose }: { project: string; hook: Hook | null; onClose: () => void }) {
  const t = useTranslations('alerts.hooks');
  const form = useTranslations('alerts.form');
  const language = useLocale() === 'pt-BR' ? 'pt-BR' : 'en';
  const client = useQueryClient();
  const [isDeleting, setIsDeleting] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    name: hook?.name ?? '',
    url: '',
    format: hook?.format ?? 'json',
    events: hook?.events ?? ['feedback.given', 'row.settled'],
    enabled: hook?.enabled ?? true,
  });
  const change = (more: Partial<Draft>) => setDraft((before) => ({ ...before, ...more }));
  const renew = () => client.invalidateQueries({ queryKey: alertQueries.all(project) });
  const save = useMutation({
    mutationFn: () => {
      const { url, ...rest } = draft;
      const body = { ...rest, ...(url.trim() ? { url: url.trim() } : {}) };
      return hook
        ? api<SavedHook>(`/api/webhooks/${hook.id}`, { method: 'PATCH', project, body })
        : api<SavedHook>('/api/webhooks', { method: 'POST', project, body: { ...body, language } });
    },
    onSuccess: async ({ secret }) => {
      await renew();
      if (secret === null) onClose();
    },
  });
  const remove = useMutation({
    mutationFn: () => apiResponse(`/api/webhooks/${hook?.id}`, { method: 'DELETE', project }),
    onSuccess: async () => {
      await renew();
      onClose();
    },
  });
  if (save.data?.secret) return <SecretDialog secret={save.data.secret} url={draft.url} onClose={onClose} />;
  return (
    <>
      <SidePanel open onOpen={(open) => (open ? undefined : onClose())} title={hook ? hook.name : t('newTitle')}>
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <Field label={t('name')}>
            <Input maxLength={60} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          </Field>
          <Field label={form('url')} hint={hook ? t('urlStays', { host: hook.host }) : t('urlHint')}>
            <Input
              type="url"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              value={draft.url}
              onChange={(event) => change({ url: event.target.value })}
            />
          </Field>
          <Field label={form('format')}>
            <Select
              value={draft.format}
              options={WEBHOOK_FORMATS.map((value) => ({ value, label: form(`formats.${value}`) }))}
              onValue={(format) => change({ format })}
            />
          </Field>
          <fieldset className="flex flex-col gap-2.5">
            <legend className="mb-2 text-sm font-medium">{t('events')}</legend>
            {FEEDBACK_EVENTS.map((event) => (
              <Checkbox
                key={event}
                label={t(`event.${event}`)}
                checked={draft.events.includes(event)}
                onChange={({ target }) =>
                  change({
                    events: FEEDBACK_EVENTS.filter((one) =>
                      one === event ? target.checked : draft.events.includes(one),
                    ),
                  })
                }
              />
            ))}
          </fieldset>
          <Switch label={t('enabled')} checked={draft.enabled} onChecked={(enabled) => change({ enabled })} />
          {save.isError ? <InlineError error={save.error} title={t('notSaved')} /> : null}
          <div className="flex flex-wrap gap-2">
            <Button kind="main" type="submit" busy={save.isPending}>
              {t(hook ? 'save' : 'make')}
            </Button>
            <Button onClick={onClose}>{t('cancel')}</Button>
            {hook ? (
              <Button kind="danger" className="ml-auto" onClick={() => setIsDeleting(true)}>
                {t('delete')}
              </Button>
            ) : null}
          </div>
        </form>
        {hook ? <HookMessages project={project} hook={hook} /> : null}
      </SidePanel>
      {hook && isDeleting ? (
        <ConfirmDialog
          question={t('deleteQuestion', { name: hook.name })}
          consequence={t('deleteConsequence')}
          keep={t('keep')}
          act={t('delete')}
          kind="danger-solid"
          busy={remove.isPending}
          error={remove.error}
          failed={t('notDeleted')}
          onKeep={() => setIsDeleting(false)}
          onAct={() => remove.mutate()}
        />
      ) : null}
    </>
  );
}
