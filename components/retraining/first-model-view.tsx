'use client';
import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetView } from '@/lib/domain/datasets/schema';
import { ModelName } from '@/lib/domain/registry/schema';
import type { FirstModelStarted } from '@/lib/domain/retraining/schema';
import { api } from '@/lib/platform/http/client';
import { ColumnFields, featuresOf, targetOf } from './column-fields';
import { guessTask } from './guess-task';
import { MethodFields } from './method-fields';
import { faultsOf, NEW, type RecipeDraft, recipeOf } from './recipe-draft';

/** Makes a model that a dataset teaches, and its first run. */
export function FirstModelView({
  project,
  view,
  proposedName,
}: {
  project: string;
  view: DatasetView;
  proposedName: string;
}) {
  const t = useTranslations('retraining.first');
  const router = useRouter();
  const { dataset, version, profile } = view;
  const [name, setName] = useState(proposedName);
  const [isTried, setIsTried] = useState(false);
  const [draft, setDraft] = useState<RecipeDraft>(() => ({
    ...NEW,
    datasetId: dataset.id,
    datasetNumber: version.number,
    features: version.roles.features.length > 0 ? null : plainColumns(version),
    task: guessTask(profile, version.roles.target),
  }));
  const target = targetOf(draft, version);
  const change = (part: Partial<RecipeDraft>) => {
    const next = { ...draft, ...part };
    const isOther = 'target' in part;
    setDraft(isOther ? { ...next, ...taskOf(next, guessTask(profile, targetOf(next, version))) } : next);
  };
  const start = useMutation({
    mutationFn: () => {
      const { datasetId: _, ...recipe } = recipeOf({ ...draft, features: featuresOf(draft, version) });
      return api<FirstModelStarted>(`/api/datasets/${dataset.id}/train`, {
        method: 'POST',
        project,
        body: { ...recipe, name },
      });
    },
    onSuccess: ({ webhookSecret }) => (webhookSecret === null ? open() : undefined),
  });
  const open = () => router.push(`${modelHref(project, name)}/training/1`);
  if (start.data?.webhookSecret)
    return <SecretDialog secret={start.data.webhookSecret} url={draft.url} onClose={open} />;
  const faults = faultsOf(draft);
  const isNameFit = ModelName.safeParse(name).success;
  return (
    <Panel>
      <form
        method="post"
        noValidate
        className="flex max-w-2xl flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (isNameFit && target !== null && faults.length === 0) start.mutate();
        }}
      >
        <Field label={t('name')} hint={t('nameHint')} error={isTried && !isNameFit ? t('nameFault') : undefined}>
          <Input value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <ColumnFields version={version} draft={draft} isTried={isTried} onChange={change} />
        <MethodFields draft={draft} faults={isTried ? faults : []} onChange={change} />
        {start.error ? <InlineError error={start.error} title={t('notStarted')} /> : null}
        <div className="flex flex-wrap gap-2">
          <Button
            kind="main"
            type="submit"
            icon={<Play aria-hidden="true" />}
            busy={start.isPending || start.isSuccess}
          >
            {t('start')}
          </Button>
          <LinkButton href={`/p/${project}/datasets/${dataset.id}?version=${version.number}`}>{t('cancel')}</LinkButton>
        </div>
      </form>
    </Panel>
  );
}

/** Of a dataset that names no features: what has no other role. */
function plainColumns({ columns, roles }: DatasetView['version']): string[] {
  const taken = new Set([roles.target, roles.id, roles.time, roles.weight, ...roles.entities]);
  return columns.filter(({ name, type }) => !taken.has(name) && type !== 'time').map(({ name }) => name);
}

/** Another task takes another linear algorithm. */
function taskOf(draft: RecipeDraft, task: RecipeDraft['task']): Pick<RecipeDraft, 'task' | 'algorithm'> {
  const linear = task === 'regression' ? ('ridge' as const) : ('logistic' as const);
  const isLinear = draft.algorithm === 'ridge' || draft.algorithm === 'logistic';
  return { task, algorithm: isLinear ? linear : draft.algorithm };
}
