'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { NumberInput } from '@/components/ui/number-input';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { SidePanel } from '@/components/ui/side-panel';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import { MESSAGE_LANGUAGES, type ModelReports, type ReportSchedule } from '@/lib/domain/reports/schema';
import { api, apiResponse } from '@/lib/platform/http/client';
import { WEEKDAYS } from '@/lib/pure/calendar/last-due';
import { reportQueries } from './queries';
import { contentOf, faultsOf, newSchedule, type ScheduleDraft, scheduleOf } from './schedule-draft';

/** When reports of a model are made, and who gets them. */
export function SchedulePanel({
  project,
  model,
  found: { schedule, isMailSet },
  onClose,
}: {
  project: string;
  model: string;
  found: ModelReports;
  onClose: () => void;
}) {
  const t = useTranslations('reports.schedule');
  const client = useQueryClient();
  const language = useLocale() === 'pt-BR' ? 'pt-BR' : 'en';
  const [draft, setDraft] = useState<ScheduleDraft>(() => (schedule ? scheduleOf(schedule) : newSchedule(language)));
  const [isTried, setIsTried] = useState(false);
  const path = `/api/models/${encodeURIComponent(model)}/report-schedule`;
  const ended = async (text: string) => {
    await client.invalidateQueries({ queryKey: reportQueries.list(project, model).queryKey });
    showSuccess(text);
    onClose();
  };
  const save = useMutation({
    mutationFn: () => api<ReportSchedule>(path, { method: 'PUT', project, body: contentOf(draft) }),
    onSuccess: () => ended(t('saved')),
  });
  const remove = useMutation({
    mutationFn: () => apiResponse(path, { method: 'DELETE', project }),
    onSuccess: () => ended(t('removed')),
  });
  const faults = faultsOf(draft);
  const failed = save.error ?? remove.error;
  return (
    <SidePanel open onOpen={(open) => (open ? undefined : onClose())} title={t('formTitle', { model })}>
      <form
        method="post"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (!faults.hour && !faults.mailTo) save.mutate();
        }}
      >
        <Segmented
          label={t('every')}
          value={draft.every}
          choices={(['week', 'month'] as const).map((value) => ({ value, label: t(`everyOf.${value}`) }))}
          onValue={(every) => setDraft({ ...draft, every })}
        />
        <div className="grid grid-cols-2 gap-4">
          {draft.every === 'week' ? (
            <Field label={t('weekday')}>
              <Select
                value={draft.weekday}
                options={WEEKDAYS.map((value) => ({ value, label: t(`days.${value}`) }))}
                onValue={(weekday) => setDraft({ ...draft, weekday })}
              />
            </Field>
          ) : null}
          <Field label={t('hour')} error={isTried && faults.hour ? t('hourWrong') : undefined} required>
            <NumberInput value={draft.hour} onValue={(hour) => setDraft({ ...draft, hour })} />
          </Field>
        </div>
        <Field
          label={t('mail')}
          hint={t('mailHint')}
          error={isTried && faults.mailTo ? t('mailWrong') : undefined}
          optional
        >
          <Textarea
            rows={3}
            autoComplete="off"
            spellCheck={false}
            value={draft.mailTo}
            onChange={(event) => setDraft({ ...draft, mailTo: event.target.value })}
          />
        </Field>
        {isMailSet ? null : <Note kind="warn">{t('mailOff')}</Note>}
        <Field label={t('language')}>
          <Select
            value={draft.language}
            options={MESSAGE_LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) }))}
            onValue={(chosen) => setDraft({ ...draft, language: chosen })}
          />
        </Field>
        <Switch
          label={t('enabled')}
          hint={t('enabledHint')}
          checked={draft.enabled}
          onChecked={(enabled) => setDraft({ ...draft, enabled })}
        />
        {failed ? <InlineError error={failed} title={t('notSaved')} /> : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="main" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
          {schedule ? (
            <Button kind="danger" className="ml-auto" busy={remove.isPending} onClick={() => remove.mutate()}>
              {t('remove')}
            </Button>
          ) : null}
        </div>
      </form>
    </SidePanel>
  );
}
