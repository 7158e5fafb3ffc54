'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { SecretDialog } from '@/components/ui/secret-dialog';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { SidePanel } from '@/components/ui/side-panel';
import { Switch } from '@/components/ui/switch';
import { TextLink } from '@/components/ui/text-link';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Dataset } from '@/lib/domain/datasets/schema';
import type { Recipe, RecipeView } from '@/lib/domain/retraining/schema';
import { api } from '@/lib/platform/http/client';
import { OutsideFields } from './outside-fields';
import { retrainingQueries } from './queries';
import { algorithmsOf, draftOf, faultsOf, isDraftOutside, type RecipeDraft, recipeOf } from './recipe-draft';
import { type NumberField, RecipeNumber } from './recipe-number';

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
        isEmpty={(data) => !data.datasets.some(({ newest }) => newest.roles.target !== null)}
        empty={
          <Note kind="info">
            {t('noDatasets')} <TextLink href={`/p/${project}/datasets`}>{t('toDatasets')}</TextLink>
          </Note>
        }
      >
        {({ datasets: all }) => (
          <RecipeForm
            project={project}
            model={model}
            before={before}
            datasets={all.filter(({ newest }) => newest.roles.target !== null)}
            onClose={onClose}
          />
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
  const number = (field: NumberField, more: { optional?: boolean; unit?: string } = {}) => (
    <RecipeNumber
      field={field}
      draft={draft}
      isFaulty={isTried && faults.includes(field)}
      onChange={change}
      {...more}
    />
  );
  const offered = dataset?.newest.columns.filter(({ name }) => name !== dataset.newest.roles.target) ?? [];
  const chosen = draft.features ?? dataset?.newest.roles.features ?? [];
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        setIsTried(true);
        if (faults.length === 0) save.mutate();
      }}
    >
      <Field label={t('dataset')} error={isTried && faults.includes('datasetId') ? t('datasetMissing') : undefined}>
        <Select
          value={draft.datasetId}
          options={datasets.map(({ id, name, newest }) => ({
            value: id,
            label: name,
            hint: t('datasetHint', { rows: newest.rows, target: newest.roles.target ?? '' }),
          }))}
          onValue={(datasetId) => change({ datasetId, datasetNumber: null, features: null })}
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
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1.5 text-sm font-medium">{t('features')}</legend>
            <div className="grid max-h-56 gap-1.5 overflow-auto sm:grid-cols-2">
              {offered.map(({ name }) => (
                <Checkbox
                  key={name}
                  label={<code>{name}</code>}
                  checked={chosen.includes(name)}
                  onChange={(event) =>
                    change({
                      features: offered
                        .map((column) => column.name)
                        .filter((column) => (column === name ? event.target.checked : chosen.includes(column))),
                    })
                  }
                />
              ))}
            </div>
          </fieldset>
        </>
      ) : null}
      <Segmented
        label={t('task')}
        value={draft.task}
        choices={(['classification', 'regression'] as const).map((value) => ({ value, label: t(`tasks.${value}`) }))}
        onValue={(task) =>
          change({
            task,
            algorithm: algorithmsOf(task).includes(draft.algorithm) ? draft.algorithm : 'gradient-boosting',
          })
        }
      />
      <Field label={t('algorithm')}>
        <Select
          value={draft.algorithm}
          options={algorithmsOf(draft.task).map((value) => ({
            value,
            label: t(`algorithms.${value}`),
            hint: t(`algorithmHint.${value}`),
          }))}
          onValue={(algorithm) => change({ algorithm })}
        />
      </Field>
      {isDraftOutside(draft) ? (
        <OutsideFields draft={draft} faults={isTried ? faults : []} onChange={change} />
      ) : draft.algorithm === 'gradient-boosting' ? (
        <>
          <div className="grid grid-cols-2 gap-4">
            {number('rounds')}
            {number('learningRate')}
            {number('leaves')}
            {number('minRowsInLeaf')}
            {number('l2', { optional: true })}
          </div>
          <Switch
            label={t('stopsEarly')}
            hint={t('stopsEarlyHint')}
            checked={draft.stopsEarly}
            onChecked={(stopsEarly) => change({ stopsEarly })}
          />
          {draft.stopsEarly ? (
            <div className="grid grid-cols-2 gap-4">
              {number('stopRounds')}
              {number('stopPercent', { unit: '%' })}
            </div>
          ) : null}
        </>
      ) : (
        <div className="grid grid-cols-2 items-start gap-4">
          {number('l2', { optional: true })}
          <Field label={t('fields.impute')}>
            <Select
              value={draft.impute}
              options={(['mean', 'median'] as const).map((value) => ({ value, label: t(`setting.impute.${value}`) }))}
              onValue={(impute) => change({ impute })}
            />
          </Field>
        </div>
      )}
      <div className="grid grid-cols-2 gap-4">
        {isDraftOutside(draft) ? null : number('folds')}
        {number('maxMinutes', { unit: 'min' })}
        {number('seed')}
      </div>
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
