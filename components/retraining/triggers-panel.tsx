'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { NumberInput } from '@/components/ui/number-input';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { SidePanel } from '@/components/ui/side-panel';
import { Switch } from '@/components/ui/switch';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Triggers, TriggersPlan, TriggersView } from '@/lib/domain/retraining/schema';
import { api } from '@/lib/platform/http/client';
import { WEEKDAYS } from '@/lib/pure/calendar/last-due';
import { PlannedRuns } from './planned-runs';
import { retrainingQueries } from './queries';
import {
  TRIGGER_RANGES,
  type TriggersDraft,
  type TriggersField,
  triggersDraftOf,
  triggersFaultsOf,
  triggersOf,
} from './triggers-draft';

/** The form of triggers, with what they would have done. */
export function TriggersPanel({
  project,
  model,
  before,
  onClose,
}: {
  project: string;
  model: string;
  before: Triggers | null;
  onClose: () => void;
}) {
  const t = useTranslations('retraining.triggers');
  const format = useFormat();
  const client = useQueryClient();
  const rules = useQuery(retrainingQueries.rules(project, model));
  const [draft, setDraft] = useState<TriggersDraft>(() => triggersDraftOf(before));
  const [isTried, setIsTried] = useState(false);
  const change = (part: Partial<TriggersDraft>) => setDraft({ ...draft, ...part });
  const path = `/api/models/${encodeURIComponent(model)}/training-triggers`;
  const save = useMutation({
    mutationFn: () => api<TriggersView>(path, { method: 'PUT', project, body: triggersOf(draft) }),
    onSuccess: (saved) => {
      client.setQueryData(retrainingQueries.triggers(project, model).queryKey, saved);
      showSuccess(t('savedNow'));
      onClose();
    },
  });
  const plan = useMutation({
    mutationFn: () => api<TriggersPlan>(`${path}/plan`, { method: 'POST', project, body: triggersOf(draft) }),
  });
  const faults = triggersFaultsOf(draft);
  const checked = (work: () => void) => {
    setIsTried(true);
    if (faults.length === 0) work();
  };
  const number = (field: TriggersField, unit?: string) => (
    <Field
      label={t(`fields.${field}`)}
      error={
        isTried && faults.includes(field)
          ? t('outOfRange', {
              low: format.number(TRIGGER_RANGES[field].low),
              high: format.number(TRIGGER_RANGES[field].high),
            })
          : undefined
      }
    >
      <NumberInput value={draft[field]} unit={unit} onValue={(value) => change({ [field]: value })} />
    </Field>
  );
  return (
    <SidePanel open onOpen={(open) => (open ? undefined : onClose())} title={t('formTitle', { model })}>
      <form
        method="post"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          checked(() => save.mutate());
        }}
      >
        <Switch label={t('enabled')} checked={draft.enabled} onChecked={(enabled) => change({ enabled })} />
        <Cause label={t('by.schedule')} isOn={draft.scheduled} onChange={(scheduled) => change({ scheduled })}>
          <Segmented
            label={t('every')}
            value={draft.every}
            choices={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`everyOf.${value}`) }))}
            onValue={(every) => change({ every })}
          />
          <div className="grid grid-cols-2 gap-4">
            {draft.every === 'week' ? (
              <Field label={t('weekday')}>
                <Select
                  value={WEEKDAYS[draft.weekday - 1] ?? '1'}
                  options={WEEKDAYS.map((value) => ({ value, label: t(`days.${value}`) }))}
                  onValue={(weekday) => change({ weekday: Number(weekday) })}
                />
              </Field>
            ) : null}
            {number('hour', 'UTC')}
          </div>
        </Cause>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 text-sm font-medium">{t('by.rules')}</legend>
          {rules.data?.rules.length === 0 ? <p className="text-sm text-ink-3">{t('noRules')}</p> : null}
          {rules.isError ? <InlineError error={rules.error} onRetry={() => void rules.refetch()} /> : null}
          {rules.data?.rules.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={draft.rules.includes(id)}
              onChange={(event) =>
                change({
                  rules: event.target.checked ? [...draft.rules, id] : draft.rules.filter((other) => other !== id),
                })
              }
            />
          ))}
        </fieldset>
        <Cause
          label={t('by.corrections')}
          isOn={draft.byCorrections}
          onChange={(byCorrections) => change({ byCorrections })}
        >
          {number('corrections')}
        </Cause>
        <Cause label={t('by.labelledRows')} isOn={draft.byRows} onChange={(byRows) => change({ byRows })}>
          {number('labelledRows')}
        </Cause>
        <Switch label={t('by.dataset')} checked={draft.dataset} onChecked={(dataset) => change({ dataset })} />
        <div className="grid grid-cols-2 gap-4">
          {number('restHours', 'h')}
          {number('perWeek')}
        </div>
        <Cause label={t('by.quiet')} isOn={draft.hasQuiet} onChange={(hasQuiet) => change({ hasQuiet })}>
          <div className="grid grid-cols-2 gap-4">
            {number('quietFrom', 'UTC')}
            {number('quietTo', 'UTC')}
          </div>
        </Cause>
        {plan.data ? <PlannedRuns plan={plan.data} /> : null}
        {(save.error ?? plan.error) ? (
          <InlineError error={save.error ?? plan.error} title={save.error ? t('notSaved') : t('notTried')} />
        ) : null}
        <div className="flex flex-wrap gap-2">
          <Button kind="main" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
          <Button busy={plan.isPending} onClick={() => checked(() => plan.mutate())}>
            {t('try')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </SidePanel>
  );
}

function Cause({
  label,
  isOn,
  onChange,
  children,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-3">
      <Switch label={label} checked={isOn} onChecked={onChange} />
      {isOn ? <div className="flex flex-col gap-4 border-l border-line pl-4">{children}</div> : null}
    </div>
  );
}
