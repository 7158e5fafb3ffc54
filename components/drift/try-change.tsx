'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftFeature, DriftSettings, DriftWatch } from '@/lib/domain/drift/schema';
import { type ChangeDraft, kindsFor, usualSize } from './prepare-change';
import { watchedDays } from './prepare-watch';
import { driftQueries } from './queries';
import type { OfVersion } from './reference-form';
import { TriedChart } from './tried-chart';
import { TriedDetectors } from './tried-detectors';

/** A change that is made in the counts of the watched days only, to see which detector would have noticed it, and when. */
export function TryChange({
  of,
  watch,
  tried,
  features,
}: {
  of: OfVersion;
  watch: DriftWatch;
  tried: DriftSettings | null;
  features: readonly DriftFeature[];
}) {
  const t = useTranslations('drift.sandbox');
  const days = watchedDays(watch);
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  const [own, setOwn] = useState<Partial<ChangeDraft>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState<ChangeDraft | null>(null);
  const query = useQuery(driftQueries.sandbox(of.project, of.model, of.version, tried, asked));
  const feature = features.find(({ name }) => name === own.column) ?? features[0];
  if (!feature || !first || !last) return null;
  const kinds = kindsFor(feature.shape);
  const kind = own.kind && kinds.includes(own.kind) ? own.kind : (kinds[0] ?? 'nulls');
  const categories = feature.shape.kind === 'category' ? feature.shape.categories : [];
  const chosen = own.category && categories.includes(own.category) ? own.category : categories[0];
  const draft: ChangeDraft = {
    column: feature.name,
    kind,
    size: own.size ?? usualSize(kind),
    from: own.from && own.from >= first && own.from <= last ? own.from : (days[days.length >> 1]?.day ?? first),
    ...(kind === 'category-grows' && chosen !== undefined ? { category: chosen } : {}),
  };
  return (
    <section aria-label={t('title')} className="mt-4 flex flex-col gap-4">
      <SectionHeading title={t('title')} hint={t('hint')} level={3} />
      <Panel>
        <form
          aria-label={t('title')}
          onSubmit={(event) => {
            event.preventDefault();
            if (problem === null) setAsked(draft);
          }}
          className="flex flex-col gap-5"
        >
          <div className="grid gap-5 md:grid-cols-2 min-[1240px]:grid-cols-4">
            <Field label={t('column')}>
              <Select
                options={features.map(({ name, title }) => ({ value: name, label: title || name }))}
                value={draft.column}
                onValue={(column) => setOwn({ from: draft.from, column })}
              />
            </Field>
            <Field label={t('kind')}>
              <Select
                options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
                value={draft.kind}
                onValue={(value) => setOwn({ from: draft.from, column: draft.column, kind: value })}
              />
            </Field>
            {kind === 'category-grows' ? (
              <Field label={t('category')}>
                <Select
                  options={categories.map((value) => ({ value, label: value }))}
                  value={draft.category ?? null}
                  onValue={(category) => setOwn({ ...own, category })}
                />
              </Field>
            ) : null}
            <Field label={t('size')} hint={t(`sizes.${kind}`)} error={problem ?? undefined}>
              <NumberInput
                key={kind}
                value={kind === 'shift' ? draft.size : draft.size * 100}
                nullable={false}
                unit={t(kind === 'shift' ? 'deviations' : 'percent')}
                onProblem={setProblem}
                onValue={(value) =>
                  setOwn({ ...own, size: value === null ? draft.size : kind === 'shift' ? value : value / 100 })
                }
              />
            </Field>
            <Field label={t('from')} hint={t('fromHint')}>
              <Input
                type="date"
                min={first}
                max={last}
                value={draft.from}
                onChange={({ target }) => setOwn({ ...own, from: target.value || draft.from })}
              />
            </Field>
          </div>
          <div>
            <Button type="submit" busy={query.isFetching}>
              {t('try')}
            </Button>
          </div>
        </form>
      </Panel>
      {asked ? (
        <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-[320px] w-full" />}>
          {(change) => (
            <div className="flex flex-col gap-4">
              <TriedDetectors change={change} model={of.model} />
              <TriedChart change={change} model={of.model} />
              <p className="max-w-[112ch] text-xs text-ink-3">{t('reading')}</p>
            </div>
          )}
        </QueryPanel>
      ) : null}
    </section>
  );
}
