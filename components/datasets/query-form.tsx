'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { failureFields } from '@/components/ui/failure';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import type { LoggedKeys } from '@/lib/domain/collection/schema';
import { FilterRows } from './filter-rows';
import { datasetQueries, previewQuery, startBuild } from './queries';
import { firstDraft, type QueryDraft, queryOf, SOURCES, toggle } from './query-draft';
import { QueryPreviewNote } from './query-preview';

/** Which rows of a model's log, and what becomes of them. */
export function QueryForm({
  project,
  model,
  keys,
  dataset,
}: {
  project: string;
  model: string;
  keys: LoggedKeys;
  dataset: { id: string; name: string } | null;
}) {
  const t = useTranslations('datasets.fromPredictions');
  const words = useTranslations('datasets.save');
  const router = useRouter();
  const client = useQueryClient();
  const [draft, setDraft] = useState<QueryDraft>(() => firstDraft(model, keys, Date.now()));
  const [name, setName] = useState(`${model} labelled`);
  const query = queryOf(draft);
  const preview = useMutation({ mutationFn: previewQuery.bind(null, project) });
  const make = useMutation({
    mutationFn: startBuild.bind(null, project),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: datasetQueries.builds(project).queryKey });
      router.push(`/p/${project}/datasets`);
    },
  });
  const change = (next: Partial<QueryDraft>) => {
    setDraft({ ...draft, ...next });
    preview.reset();
    make.reset();
  };
  const place = dataset ? { datasetId: dataset.id } : { name, description: '' };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (query) make.mutate({ query, place });
      }}
    >
      {dataset ? null : (
        <Panel>
          <Field
            label={words('name')}
            required
            error={failureFields(make.error)['place.name'] ? words('nameTaken') : undefined}
          >
            <Input value={name} maxLength={100} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          </Field>
        </Panel>
      )}
      <Panel>
        <SectionHeading title={t('rows')} hint={t('rowsHint')} level={3} />
        <div className="flex flex-col gap-5">
          <div className="flex flex-wrap gap-4">
            <Field label={t('from')}>
              <Input type="date" value={draft.from} onChange={(event) => change({ from: event.target.value })} />
            </Field>
            <Field label={t('to')}>
              <Input type="date" value={draft.to} onChange={(event) => change({ to: event.target.value })} />
            </Field>
          </div>
          <FilterRows keys={keys} filters={draft.filters} onFilters={(filters) => change({ filters })} />
        </div>
      </Panel>
      <Panel>
        <SectionHeading title={t('labels')} hint={t('labelsHint')} level={3} />
        <div className="flex flex-col gap-2.5">
          <Checkbox
            label={t('reviewedOnly')}
            hint={t('reviewedOnlyHint')}
            checked={draft.reviewedOnly}
            onChange={() => change({ reviewedOnly: !draft.reviewedOnly })}
          />
          <fieldset className="flex flex-col gap-2.5" disabled={draft.reviewedOnly}>
            <legend className="mb-2 text-sm font-medium">{t('sources')}</legend>
            {SOURCES.map((source) => (
              <Checkbox
                key={source}
                label={t(`source.${source}`)}
                hint={t(`sourceHint.${source}`)}
                checked={draft.reviewedOnly ? source === 'review' : draft.labelSources.includes(source)}
                onChange={() => change({ labelSources: toggle(draft.labelSources, source) })}
              />
            ))}
          </fieldset>
        </div>
      </Panel>
      {keys.context.length > 0 ? (
        <Panel>
          <SectionHeading title={t('context')} hint={t('contextHint')} level={3} />
          <div className="flex flex-wrap gap-x-6 gap-y-2.5">
            {keys.context.map((key) => (
              <Checkbox
                key={key}
                label={<code>{key}</code>}
                checked={draft.context.includes(key)}
                onChange={() => change({ context: toggle(draft.context, key) })}
              />
            ))}
          </div>
        </Panel>
      ) : null}
      {query ? null : (
        <Note kind="warn" urgent>
          {t('incomplete')}
        </Note>
      )}
      {preview.data ? <QueryPreviewNote found={preview.data} /> : null}
      {preview.error ? <InlineError error={preview.error} title={t('previewFailed')} /> : null}
      {make.error ? <InlineError error={make.error} title={t('failed')} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button
          busy={preview.isPending}
          locked={query ? undefined : t('incomplete')}
          onClick={() => query && preview.mutate(query)}
        >
          {t('preview')}
        </Button>
        <Button type="submit" kind="main" busy={make.isPending} locked={query ? undefined : t('incomplete')}>
          {dataset ? words('submitVersion') : words('submit')}
        </Button>
      </div>
    </form>
  );
}
