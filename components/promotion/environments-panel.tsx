'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { LinkButton } from '@/components/ui/link-button';
import { Section, SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { State } from '@/components/ui/state';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Environments } from '@/lib/domain/promotion/schema';
import { api } from '@/lib/platform/http/client';
import { EnvironmentColumn } from './environment-column';
import { promotionQueries } from './queries';
import { useFindingText } from './use-finding-text';

/** Production and staging side by side: what answers there, how it does, and what goes into staging. */
export function EnvironmentsPanel({
  project,
  model,
  mayAsk,
  isPromoting,
}: {
  project: string;
  model: string;
  mayAsk: boolean;
  /** A promotion is asked for or under way: another one cannot be. */
  isPromoting: boolean;
}) {
  const t = useTranslations('promotion.environments');
  const format = useFormat();
  const tell = useFindingText();
  const query = useQuery(promotionQueries.environments(project, model));
  const address = modelHref(project, model);
  return (
    <Section label={t('title')}>
      <QueryPanel query={query}>
        {({ from, to, production, staging, standing }) => (
          <>
            <SectionHeading
              title={t('title')}
              hint={t('window', { from: format.dayTime(from), to: format.dayTime(to) })}
            />
            <div className="grid gap-4 md:grid-cols-2">
              <EnvironmentColumn view={production} model={model} />
              <EnvironmentColumn view={staging} model={model}>
                {standing ? (
                  <p className="text-sm">
                    <State kind={standing.verdict === 'pass' ? 'ok' : 'off'}>{t(`standing.${standing.verdict}`)}</State>{' '}
                    {tell(standing)}
                  </p>
                ) : null}
                <div className="flex flex-wrap items-end gap-3">
                  {mayAsk ? <StagingActions project={project} model={model} version={staging.version} /> : null}
                  <LinkButton href={`${address}/predictions?origin=staging`}>{t('calls')}</LinkButton>
                  {mayAsk && !isPromoting && staging.version !== null && staging.version !== production.version ? (
                    <LinkButton href={`${address}/promotion?version=${staging.version}`}>{t('promote')}</LinkButton>
                  ) : null}
                </div>
              </EnvironmentColumn>
            </div>
          </>
        )}
      </QueryPanel>
    </Section>
  );
}

function StagingActions({ project, model, version }: { project: string; model: string; version: number | null }) {
  const t = useTranslations('promotion.environments');
  const client = useQueryClient();
  const versions = useQuery(promotionQueries.versions(project, model));
  const [number, setNumber] = useState<string | null>(null);
  const put = useMutation({
    mutationFn: (next: number | null) =>
      api<Environments>(`/api/models/${encodeURIComponent(model)}/environments`, {
        method: 'PUT',
        project,
        body: { version: next },
      }),
    onSuccess: (changed) => {
      client.setQueryData(promotionQueries.environments(project, model).queryKey, changed);
      setNumber(null);
    },
  });
  const others = (versions.data?.versions ?? []).filter((one) => one.number !== version && one.servedBy === 'runner');
  return (
    <>
      {put.error ? <InlineError error={put.error} title={t('failed')} /> : null}
      {others.length > 0 ? (
        <>
          <Field label={t('choose')}>
            <Select
              value={number}
              options={others.map((one) => ({
                value: String(one.number),
                label: t('versionOf', { number: one.number }),
              }))}
              onValue={setNumber}
            />
          </Field>
          <Button busy={put.isPending} onClick={() => number !== null && put.mutate(Number(number))}>
            {t('put')}
          </Button>
        </>
      ) : null}
      {version === null ? null : (
        <Button busy={put.isPending} onClick={() => put.mutate(null)}>
          {t('takeOut')}
        </Button>
      )}
    </>
  );
}
