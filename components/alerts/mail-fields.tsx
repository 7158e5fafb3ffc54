'use client';
import { useQuery } from '@tanstack/react-query';
import { Field } from '@/components/ui/field';
import { Note } from '@/components/ui/note';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import { MESSAGE_LANGUAGES } from '@/lib/domain/alerts/schema';
import { type FieldsProps, useFault } from './field-props';
import { alertQueries } from './queries';

/** Who gets a mail, and the language of what is sent. */
export function MailFields({ project, draft, faults, onChange }: FieldsProps & { project: string }) {
  const t = useTranslations('alerts.form');
  const fault = useFault(faults);
  const isMailSet = useQuery(alertQueries.rules(project)).data?.isMailSet;
  return (
    <>
      <Field label={t('email')} hint={t('emailHint')} error={fault('mailTo')} optional>
        <Textarea
          rows={2}
          autoComplete="off"
          spellCheck={false}
          value={draft.mailTo}
          onChange={(event) => onChange({ ...draft, mailTo: event.target.value }, 'mailTo')}
        />
      </Field>
      {isMailSet === false ? <Note kind="warn">{t('emailOff')}</Note> : null}
      <Field label={t('language')}>
        <Select
          value={draft.language}
          options={MESSAGE_LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) }))}
          onValue={(language) => onChange({ ...draft, language })}
        />
      </Field>
    </>
  );
}
