'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { SegmentedField } from '@/components/ui/segmented-field';
import { Select } from '@/components/ui/select';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Deployment, Model } from '@/lib/domain/registry/schema';
import { api } from '@/lib/platform/http/client';
import { PromotionFailure } from './gate-refusal';
import { registryQueries } from './queries';

const NONE = 'none';
const FIRST_PERCENT = 10;

/** Which version gets a share of the calls, which one answers beside, how many calls are kept and how many runners work. */
export function DeploymentForm({
  project,
  model,
  mayOverride,
}: {
  project: string;
  model: Model;
  mayOverride: boolean;
}) {
  const t = useTranslations('registry.deployment');
  const words = useTranslations('ui');
  const router = useRouter();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Deployment>(model.deployment);
  const [problem, setProblem] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: ({ body, override }: { body: Deployment; override?: string }) =>
      api<Model>(`/api/models/${model.id}/deployment`, { method: 'PUT', project, body, query: { override } }),
    onSuccess: async (changed) => {
      setDraft(changed.deployment);
      await client.invalidateQueries({ queryKey: registryQueries.all(project) });
      router.refresh();
    },
  });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(model.deployment);
  const submit = (override?: string) => {
    const before = model.deployment;
    save.mutate(
      { body: draft, ...(override === undefined ? {} : { override }) },
      {
        onSuccess: () => showSuccess(t('saved'), { label: words('undo'), onUndo: () => save.mutate({ body: before }) }),
      },
    );
  };
  return (
    <>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <Panel>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (isChanged && problem === null) submit();
          }}
          className="flex flex-col gap-5"
        >
          <p className="max-w-measure text-md text-ink-2">
            {model.versions.length > 1 ? t('sentence') : t('needsTwo')}
          </p>
          {model.versions.length > 1 ? <PeerFields model={model} draft={draft} onDraft={setDraft} /> : null}
          <div className="grid gap-5 md:grid-cols-3">
            <Field label={t('logPercent')} hint={t('logHint')} error={problem ?? undefined}>
              <NumberInput
                value={draft.logPercent}
                nullable={false}
                unit="%"
                onProblem={setProblem}
                onValue={(value) => setDraft({ ...draft, logPercent: value ?? 100 })}
              />
            </Field>
            <Field label={t('runners')} hint={t('runnersHint')} optional>
              <NumberInput
                value={draft.runners}
                unit={t('processes')}
                onValue={(runners) => setDraft({ ...draft, runners })}
              />
            </Field>
          </div>
          <div className="max-w-md">
            <SegmentedField
              label={t('newVersions')}
              choices={[
                { value: 'champion', label: t('atOnce') },
                { value: 'wait', label: t('wait') },
              ]}
              value={draft.newVersions}
              onValue={(newVersions) => setDraft({ ...draft, newVersions })}
              hint={t('newVersionsHint')}
            />
          </div>
          {save.isError ? (
            <PromotionFailure
              error={save.error}
              title={t('failed')}
              project={project}
              mayOverride={mayOverride}
              busy={save.isPending}
              onOverride={submit}
            />
          ) : null}
          <div className="flex flex-wrap items-center gap-3">
            <Button kind="main" type="submit" busy={save.isPending}>
              {t('save')}
            </Button>
            {isChanged ? <span className="text-sm text-ink-2">{t('unsaved')}</span> : null}
          </div>
        </form>
      </Panel>
    </>
  );
}

function PeerFields({
  model,
  draft,
  onDraft,
}: {
  model: Model;
  draft: Deployment;
  onDraft: (deployment: Deployment) => void;
}) {
  const t = useTranslations('registry.deployment');
  const { canary, shadow } = draft;
  const others = model.versions.filter((number) => number !== model.champion).reverse();
  const options = [
    { value: NONE, label: t('none') },
    ...others.map((number) => ({ value: String(number), label: t('option', { number }) })),
  ];
  const chooseCanary = (value: string) =>
    onDraft({
      ...draft,
      canary: value === NONE ? null : { percent: FIRST_PERCENT, splitBy: 'call', ...canary, version: Number(value) },
    });
  return (
    <>
      <div className="grid gap-5 md:grid-cols-3" hidden={model.champion === model.upstreamVersion}>
        <Field label={t('canary')} hint={t('canaryHint')}>
          <Select options={options} value={canary ? String(canary.version) : NONE} onValue={chooseCanary} />
        </Field>
        {canary ? (
          <>
            <Field label={t('percent')}>
              <NumberInput
                value={canary.percent}
                nullable={false}
                unit="%"
                onValue={(percent) => onDraft({ ...draft, canary: { ...canary, percent: percent ?? 0 } })}
              />
            </Field>
            <SegmentedField
              label={t('splitBy')}
              choices={[
                { value: 'call', label: t('byCall') },
                { value: 'entity', label: t('byEntity') },
              ]}
              value={canary.splitBy}
              onValue={(splitBy) => onDraft({ ...draft, canary: { ...canary, splitBy } })}
              hint={t('splitHint')}
            />
          </>
        ) : null}
      </div>
      <div className="grid gap-5 md:grid-cols-3">
        <Field label={t('shadow')}>
          <Select
            options={options}
            value={shadow === null ? NONE : String(shadow)}
            onValue={(value) => onDraft({ ...draft, shadow: value === NONE ? null : Number(value) })}
          />
        </Field>
      </div>
    </>
  );
}
