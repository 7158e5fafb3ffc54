'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Panel } from '@/components/ui/panel';
import { SegmentedField } from '@/components/ui/segmented-field';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftSettings, DriftWatch } from '@/lib/domain/drift/schema';
import { api } from '@/lib/platform/http/client';
import { driftQueries } from './queries';
import type { OfVersion } from './reference-form';

/** How many days are learnt from and how many false alarms are taken; tried on the days that are there before it is saved. */
export function WatchSettings({
  of,
  watch,
  tried,
  onTry,
}: {
  of: OfVersion;
  watch: DriftWatch;
  tried: DriftSettings | null;
  onTry: (settings: DriftSettings | null) => void;
}) {
  const t = useTranslations('drift.watch.settings');
  const words = useTranslations('ui');
  const client = useQueryClient();
  const [draft, setDraft] = useState<DriftSettings>(watch.settings);
  const [problem, setProblem] = useState<string | null>(null);
  const before = watch.settings;
  // Told here and not where it is sent from: the form begins anew with the settings that come back.
  const save = useMutation({
    mutationFn: (body: DriftSettings) =>
      api<DriftSettings>(`/api/models/${encodeURIComponent(of.model)}/drift/settings`, {
        method: 'PUT',
        project: of.project,
        body,
      }),
    onSuccess: async (_, body) => {
      const isUndo = body === before;
      showSuccess(
        t('saved'),
        tried || isUndo ? undefined : { label: words('undo'), onUndo: () => save.mutate(before) },
      );
      onTry(null);
      await client.invalidateQueries({ queryKey: driftQueries.all(of.project) });
    },
  });
  return (
    <Panel>
      <form
        aria-label={t('title')}
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null) save.mutate(draft);
        }}
        className="flex flex-col gap-5"
      >
        <div className="grid gap-5 md:grid-cols-3">
          <Field label={t('falseAlarms')} hint={t('falseAlarmsHint')} error={problem ?? undefined}>
            <NumberInput
              value={draft.falseAlarms}
              nullable={false}
              unit={t('perMonth')}
              onProblem={setProblem}
              onValue={(value) => setDraft({ ...draft, falseAlarms: value ?? draft.falseAlarms })}
            />
          </Field>
          <Field label={t('learningDays')} hint={t('learningDaysHint')}>
            <NumberInput
              value={draft.learningDays}
              nullable={false}
              unit={t('days')}
              onProblem={setProblem}
              onValue={(value) => setDraft({ ...draft, learningDays: value ?? draft.learningDays })}
            />
          </Field>
          <Field label={t('learnFrom')} hint={t('learnFromHint')} optional>
            <Input
              type="date"
              value={draft.learnFrom ?? ''}
              onChange={({ target }) => setDraft({ ...draft, learnFrom: target.value || null })}
            />
          </Field>
        </div>
        <SegmentedField
          label={t('against')}
          choices={[
            { value: 'first', label: t('first') },
            { value: 'before', label: t('before') },
          ]}
          value={draft.against}
          onValue={(against) => setDraft({ ...draft, against })}
          hint={t(`${draft.against}Hint`)}
        />
        {save.isError ? <InlineError error={save.error} title={t('failed')} /> : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button kind="main" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
          <Button type="button" onClick={() => onTry(draft)}>
            {t('try')}
          </Button>
          {tried ? (
            <Button type="button" kind="quiet" onClick={() => onTry(null)}>
              {t('back')}
            </Button>
          ) : null}
        </div>
      </form>
    </Panel>
  );
}
