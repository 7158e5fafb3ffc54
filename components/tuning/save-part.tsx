'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { AnswerSettings } from '@/lib/domain/registry/schema';
import { LEAST_REASON, type VersionSettings } from '@/lib/domain/tuning/schema';
import { api } from '@/lib/platform/http/client';
import { ChangeFailure } from './change-failure';
import { type OfVersion, settingsPath, tuningQueries } from './queries';
import { useSettingsWords } from './use-settings-words';

/** Puts the draft in force, with a reason. */
export function SavePart({
  of,
  settings,
  draft,
  mayOverride,
}: {
  of: OfVersion;
  settings: VersionSettings;
  draft: AnswerSettings;
  mayOverride: boolean;
}) {
  const t = useTranslations('tuning.save');
  const words = useSettingsWords(settings);
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const isSame = JSON.stringify(draft) === JSON.stringify(settings.content);
  const save = useMutation({
    mutationFn: (override: string | undefined) =>
      api<VersionSettings>(settingsPath(of), {
        method: 'PUT',
        project: of.project,
        query: { override },
        body: { settings: draft, reason: reason.trim(), after: settings.inForce },
      }),
    onSuccess: (saved) => {
      client.setQueryData(tuningQueries.settings(of).queryKey, saved);
      showSuccess(t('done', { number: saved.inForce }));
    },
  });
  if (isSame) return null;
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} />
      <Panel>
        <form
          method="post"
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim().length >= LEAST_REASON) save.mutate(undefined);
          }}
        >
          <ul className="flex flex-col gap-1">
            {words(draft).map((sentence) => (
              <li key={sentence} className="font-medium">
                {sentence}
              </li>
            ))}
          </ul>
          <Field label={t('reason')} hint={t('reasonHint')} required>
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
          {save.error ? (
            <ChangeFailure
              error={save.error}
              title={t('failed')}
              mayOverride={mayOverride}
              busy={save.isPending}
              onOverride={() => save.mutate(reason.trim())}
            />
          ) : null}
          <div>
            <Button
              kind="main"
              type="submit"
              busy={save.isPending}
              locked={reason.trim().length < LEAST_REASON ? t('noReason') : undefined}
            >
              {t('save')}
            </Button>
          </div>
        </form>
      </Panel>
    </Section>
  );
}
