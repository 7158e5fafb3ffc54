'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { NumberInput } from '@/components/ui/number-input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import type { AnswerSettings } from '@/lib/domain/registry/schema';
import type {
  Costs,
  ProposeSettings,
  SettingsPreview,
  SettingsProposal,
  VersionSettings,
} from '@/lib/domain/tuning/schema';
import { api } from '@/lib/platform/http/client';
import { CalibrationPart } from './calibration-part';
import { MarginPart } from './margin-part';
import { PreviewSections } from './preview-sections';
import { ProposalPanel } from './proposal-panel';
import { type OfVersion, settingsPath } from './queries';
import { SavePart } from './save-part';
import { ThresholdPart } from './threshold-part';
import { UnitsPart } from './units-part';
import { WeightsPart } from './weights-part';

export type Wanted = ProposeSettings['wanted'];

/** The settings that fit the version, proposals for them, and what they would have changed. Nothing is in force until it is saved. */
export function SettingsEditor({
  of,
  settings,
  draft,
  onDraft,
  mayOverride,
}: {
  of: OfVersion;
  settings: VersionSettings;
  draft: AnswerSettings;
  onDraft: (draft: AnswerSettings) => void;
  mayOverride: boolean;
}) {
  const t = useTranslations('tuning.edit');
  const [days, setDays] = useState(90);
  const [costs, setCosts] = useState<Costs>({ falsePositive: 1, falseNegative: 1, abstained: 0 });
  const path = settingsPath(of);
  const propose = useMutation({
    mutationFn: (wanted: Wanted) =>
      api<SettingsProposal>(`${path}/proposal`, {
        method: 'POST',
        project: of.project,
        body: { base: draft, days, wanted },
      }),
    onSuccess: (proposal) => onDraft(proposal.settings),
  });
  const preview = useMutation({
    mutationFn: () =>
      api<SettingsPreview>(`${path}/preview`, {
        method: 'POST',
        project: of.project,
        body: { settings: draft, days, costs: settings.kinds.includes('threshold') ? costs : null },
      }),
  });
  const change = (part: Partial<AnswerSettings>) => {
    preview.reset();
    onDraft({ ...draft, ...part });
  };
  const parts = {
    draft,
    settings,
    onChange: change,
    onPropose: (wanted: Wanted) => {
      preview.reset();
      propose.mutate(wanted);
    },
    isBusy: propose.isPending,
  };
  const has = (kind: VersionSettings['kinds'][number]) => settings.kinds.includes(kind);
  return (
    <>
      <Section label={t('title')}>
        <SectionHeading title={t('title')} hint={t('hint')} />
        <Panel className="flex flex-col gap-6">
          {has('threshold') ? <ThresholdPart {...parts} costs={costs} onCosts={setCosts} /> : null}
          {has('weights') ? <WeightsPart {...parts} /> : null}
          {has('calibration') ? <CalibrationPart {...parts} /> : null}
          {has('margin') ? <MarginPart {...parts} /> : null}
          {has('units') ? <UnitsPart {...parts} /> : null}
          {propose.error ? <InlineError error={propose.error} title={t('notProposed')} /> : null}
          <div className="flex flex-wrap items-end gap-4 border-t border-line pt-5">
            <div className="w-40">
              <Field label={t('days')}>
                <NumberInput
                  value={days}
                  nullable={false}
                  onValue={(next) => setDays(Math.min(400, Math.max(1, Math.round(next ?? 1))))}
                />
              </Field>
            </div>
            <Button kind="main" busy={preview.isPending} onClick={() => preview.mutate()}>
              {t('preview')}
            </Button>
          </div>
          <p className="max-w-measure text-xs text-ink-3">{t('daysHint')}</p>
        </Panel>
      </Section>
      {propose.data && propose.variables ? (
        <ProposalPanel of={of} proposal={propose.data} wanted={propose.variables} classes={settings.classes} />
      ) : null}
      {preview.error ? <InlineError error={preview.error} title={t('notPreviewed')} /> : null}
      {preview.data ? <PreviewSections of={of} preview={preview.data} settings={settings} /> : null}
      <SavePart of={of} settings={settings} draft={draft} mayOverride={mayOverride} />
    </>
  );
}

export interface PartProps {
  draft: AnswerSettings;
  settings: VersionSettings;
  onChange: (part: Partial<AnswerSettings>) => void;
  onPropose: (wanted: Wanted) => void;
  isBusy: boolean;
}
