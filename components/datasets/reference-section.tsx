'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { Section, SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetVersion } from '@/lib/domain/datasets/schema';
import type { Model } from '@/lib/domain/registry/schema';
import { ApiError } from '@/lib/platform/http/client';
import { datasetQueries, takeAsReference } from './queries';

/** Makes the rows of a dataset the reference that drift of a version is measured against. */
export function ReferenceSection({ project, version }: { project: string; version: DatasetVersion }) {
  const t = useTranslations('datasets.reference');
  const models = useQuery(datasetQueries.models(project));
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <QueryPanel
        query={models}
        isEmpty={(data) => !data.models.some(({ versions }) => versions.length > 0)}
        empty={<p className="text-sm text-ink-2">{t('noModels')}</p>}
      >
        {(data) => (
          <ReferenceForm
            project={project}
            version={version}
            models={data.models.filter(({ versions }) => versions.length > 0)}
          />
        )}
      </QueryPanel>
    </Section>
  );
}

function ReferenceForm({
  project,
  version,
  models,
}: {
  project: string;
  version: DatasetVersion;
  models: readonly Model[];
}) {
  const t = useTranslations('datasets.reference');
  const [name, setName] = useState<string | null>(models.length === 1 ? (models[0]?.name ?? null) : null);
  const [chosen, setChosen] = useState<number | null>(null);
  const model = models.find((candidate) => candidate.name === name);
  const number = chosen ?? model?.champion ?? model?.versions.at(-1) ?? null;
  const take = useMutation({
    mutationFn: (of: { model: string; version: number }) =>
      takeAsReference(project, version.datasetId, { ...of, number: version.number }),
  });
  return (
    <div className="flex flex-col gap-3">
      <form
        className="flex flex-wrap items-end gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (model && number !== null) take.mutate({ model: model.name, version: number });
        }}
      >
        <Field label={t('model')}>
          <Select
            value={name}
            options={models.map((one) => ({ value: one.name, label: one.name }))}
            onValue={(next) => {
              setName(next);
              setChosen(null);
              take.reset();
            }}
            className="w-64 max-w-full"
          />
        </Field>
        {model ? (
          <Field label={t('version')}>
            <Select
              value={number === null ? null : String(number)}
              options={model.versions.toReversed().map((one) => ({
                value: String(one),
                label: one === model.champion ? t('champion', { number: one }) : t('numbered', { number: one }),
              }))}
              onValue={(next) => {
                setChosen(Number(next));
                take.reset();
              }}
              className="w-48"
            />
          </Field>
        ) : null}
        <Button type="submit" busy={take.isPending} locked={model ? undefined : t('chooseFirst')}>
          {t('take')}
        </Button>
      </form>
      {take.data && model ? (
        <Note
          kind="ok"
          title={t('taken', {
            rows: take.data.reference.rows,
            model: model.name,
            number: take.data.reference.versionNumber,
          })}
          actions={
            <TextLink
              tone="ink"
              href={`${modelHref(project, model.name)}/drift?version=${take.data.reference.versionNumber}`}
            >
              {t('openDrift')}
            </TextLink>
          }
        />
      ) : null}
      {take.error ? <Refusal error={take.error} /> : null}
    </div>
  );
}

function Refusal({ error }: { error: unknown }) {
  const t = useTranslations('datasets.reference');
  const problem = error instanceof ApiError ? error.problem : null;
  const missing = problem?.details?.missing;
  if (problem?.reason !== 'missing_columns' || !Array.isArray(missing))
    return <InlineError error={error} title={t('notTaken')} />;
  const names = missing.filter((name) => typeof name === 'string');
  return (
    <Note kind="bad" urgent title={t('missing', { count: names.length, columns: names.slice(0, 10).join(', ') })}>
      {t('missingHint')}
    </Note>
  );
}
