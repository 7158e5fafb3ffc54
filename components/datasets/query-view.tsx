'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { datasetQueries } from './queries';
import { QueryForm } from './query-form';

/** Makes a version of logged rows and their labels: a model first, then what of its log. */
export function QueryView({
  project,
  models,
  dataset,
}: {
  project: string;
  models: readonly string[];
  dataset: { id: string; name: string } | null;
}) {
  const t = useTranslations('datasets.fromPredictions');
  const [model, setModel] = useState(models[0] ?? '');
  const query = useQuery({ ...datasetQueries.keys(project, model), enabled: model !== '' });
  if (models.length === 0) return <p className="text-md text-ink-2">{t('noModels')}</p>;
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <Panel>
        <Field label={t('model')}>
          <Select
            value={model}
            onValue={setModel}
            options={models.map((value) => ({ value, label: value }))}
            className="w-72 max-w-full"
          />
        </Field>
      </Panel>
      <QueryPanel query={query}>
        {(keys) => <QueryForm key={model} project={project} model={model} keys={keys} dataset={dataset} />}
      </QueryPanel>
    </div>
  );
}
