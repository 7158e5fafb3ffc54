'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { Select } from '@/components/ui/select';
import { SidePanel } from '@/components/ui/side-panel';
import { TextLink } from '@/components/ui/text-link';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Dataset } from '@/lib/domain/datasets/schema';
import type { Recipe, RecipeView } from '@/lib/domain/retraining/schema';
import { api } from '@/lib/platform/http/client';
import { ColumnFields, targetOf } from './column-fields';
import { MethodFields } from './method-fields';
import { retrainingQueries } from './queries';
import { draftOf, faultsOf, type RecipeDraft, recipeOf } from './recipe-draft';

const NEWEST = '';

/** The form of a recipe. */
export function RecipePanel({
  project,
  model,
  before,
  onClose,
}: {
  project: string;
  model: string;
  before: Recipe | null;
  onClose: () => void;
}) {
  const t = useTranslations('retraining.recipe');
  const datasets = useQuery(retrainingQueries.datasets(project));
  return (
    <SidePanel open onOpen={(open) => (open ? undefined : onClose())} title={t('formTitle', { model })}>
      <QueryPanel
        query={datasets}
        isEmpty={(data) => data.datasets.length === 0}
        empty={
          <Note kind="info">
            {t('noDatasets')} <TextLink href={`/p/${project}/datasets`}>{t('toDatasets')}</TextLink>
          </Note>
        }
      >
        {({ datasets: all }) => (
          <RecipeForm project={project} model={model} before={before} datasets={all} onClose={onClose} />
        )}
      </QueryPanel>
    </SidePanel>
  );
}

function RecipeForm({
  project,
  model,
  before,
  datasets,
  onClose,
}: {
  project: string;
  model: string;
  before: Recipe | null;
  datasets: readonly Dataset[];
  onClose: () => void;
}) {
  const t = useTranslations('retraining.recipe');
  const client = useQueryClient();
  const [draft, setDraft] = useState<RecipeDraft>(() => draftOf(before));
  const [isTried, setIsTried] = useState(false);
  const change = (part: Partial<RecipeDraft>) => setDraft({ ...draft, ...part });
  const save = useMutation({
    mutationFn: () =>
      api<RecipeView>(`/api/models/${encodeURIComponent(model)}/training-recipe`, {
        method: 'PUT',
        project,
        body: recipeOf(draft),
      }),
    onSuccess: (saved) => {
      client.setQueryData(retrainingQueries.recipe(project, model).queryKey, saved);
      showSuccess(t('savedNow'));
      if (saved.webhookSecret === null) onClose();
    },
  });
  if (save.data?.webhookSecret)
    return <SecretDialog secret={save.data.webhookSecret} url={draft.url} onClose={onClose} />;
  const faults = faultsOf(draft);
  const dataset = datasets.find(({ id }) => id === draft.datasetId);
  const hasTarget = !dataset || targetOf(draft, dataset.newest) !== null;
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        setIsTried(true);
        if (faults.length === 0 && hasTarget) save.mutate();
      }}
    >
      <Field label={t('dataset')} error={isTried && faults.includes('datasetId') ? t('datasetMissing') : undefined}>
        <Select
          value={draft.datasetId}
          options={datasets.map(({ id, name, newest }) => ({
            value: id,
            label: name,
            hint: t('datasetHint', { rows: newest.rows, target: newest.roles.target ?? '–' }),
          }))}
          onValue={(datasetId) => change({ datasetId, datasetNumber: null, target: null, features: null })}
        />
      </Field>
      {dataset ? (
        <>
          <Field label={t('version')} hint={t('versionHint')}>
            <Select
              value={draft.datasetNumber === null ? NEWEST : String(draft.datasetNumber)}
              options={[
                { value: NEWEST, label: t('newest') },
                ...Array.from({ length: dataset.newest.number }, (_, i) => String(dataset.newest.number - i)).map(
                  (value) => ({ value, label: t('numbered', { number: Number(value) }) }),
                ),
              ]}
              onValue={(value) => change({ datasetNumber: value === NEWEST ? null : Number(value) })}
            />
          </Field>
          <ColumnFields version={dataset.newest} draft={draft} isTried={isTried} onChange={change} />
        </>
      ) : null}
      <MethodFields draft={draft} faults={isTried ? faults : []} onChange={change} />
      {save.error ? <InlineError error={save.error} title={t('notSaved')} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" busy={save.isPending}>
          {t('save')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
