'use client';
import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type AlertRule, type TestDeliveries, WEBHOOK_FORMATS } from '@/lib/domain/alerts/schema';
import { api } from '@/lib/platform/http/client';
import { type FieldsProps, useFault } from './field-props';
import { MailFields } from './mail-fields';
import { MUTES } from './rule-draft';
import { useAlertWords } from './use-alert-words';

/** Where changes are told: here always, at a webhook where there is one. */
export function TellFields({
  project,
  rule,
  draft,
  faults,
  onChange,
}: FieldsProps & { project: string; rule: AlertRule | null }) {
  const t = useTranslations('alerts.form');
  const format = useFormat();
  const fault = useFault(faults);
  const until = rule?.mutedUntil;
  const mutes = [
    { value: 'none' as const, label: t('muteOf.none') },
    ...(until && new Date(until) > format.now
      ? [{ value: 'keep' as const, label: t('muteOf.keep', { time: format.dayTime(until) }) }]
      : []),
    ...MUTES.map((value) => ({ value, label: t(`muteOf.${value}`) })),
  ];
  return (
    <>
      <p className="text-sm text-ink-2">{t('inApp')}</p>
      <Switch
        label={t('webhook')}
        hint={t('webhookHint')}
        checked={draft.hasWebhook}
        onChecked={(hasWebhook) => onChange({ ...draft, hasWebhook }, 'url')}
      />
      {draft.hasWebhook ? (
        <>
          <Field label={t('url')} hint={t('urlHint')} error={fault('url')} required>
            <Input
              type="url"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              value={draft.url}
              onChange={(event) => onChange({ ...draft, url: event.target.value }, 'url')}
            />
          </Field>
          <Field label={t('format')}>
            <Select
              value={draft.format}
              options={WEBHOOK_FORMATS.map((value) => ({ value, label: t(`formats.${value}`) }))}
              onValue={(shape) => onChange({ ...draft, format: shape })}
            />
          </Field>
        </>
      ) : null}
      <MailFields project={project} draft={draft} faults={faults} onChange={onChange} />
      {rule && (rule.webhook || rule.mailTo.length > 0) ? <TestButton project={project} rule={rule} /> : null}
      <Field label={t('mute')} hint={t('muteHint')}>
        <Select value={draft.mute} options={mutes} onValue={(mute) => onChange({ ...draft, mute })} />
      </Field>
      <Switch
        label={t('enabled')}
        hint={t('enabledHint')}
        checked={draft.enabled}
        onChecked={(enabled) => onChange({ ...draft, enabled })}
      />
    </>
  );
}

function TestButton({ project, rule }: { project: string; rule: AlertRule }) {
  const t = useTranslations('alerts.form');
  const words = useAlertWords();
  const test = useMutation({
    mutationFn: () => api<TestDeliveries>(`/api/alert-rules/${rule.id}/test`, { method: 'POST', project }),
  });
  return (
    <div className="flex flex-col items-start gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={<Send aria-hidden="true" />} busy={test.isPending} onClick={() => test.mutate()}>
          {t('test')}
        </Button>
        <span className="text-xs text-ink-3">{t('testHint')}</span>
      </div>
      <div aria-live="polite" className="flex w-full flex-col gap-2">
        {(test.data?.deliveries ?? []).map(({ id, host, outcome }) =>
          outcome ? (
            <Note key={id} kind={outcome.result === 'sent' ? 'ok' : 'bad'}>
              {outcome.result === 'sent'
                ? t('testSent', { where: host, status: outcome.status ?? 0 })
                : t('testFailed', { where: host, reason: words.outcome(outcome) })}
            </Note>
          ) : null,
        )}
        {test.isError ? <InlineError error={test.error} title={t('notTested')} /> : null}
      </div>
    </div>
  );
}
