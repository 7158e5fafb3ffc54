'use client';
import { useQuery } from '@tanstack/react-query';
import { Download, GraduationCap, Plus } from 'lucide-react';
import { parseAsInteger, useQueryState } from 'nuqs';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { buttonClass } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { StatRow } from '@/components/ui/stat';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetView as View } from '@/lib/domain/datasets/schema';
import { CompareSection } from './compare-section';
import { CorrelationsSection } from './correlations-section';
import { DeleteDataset } from './delete-dataset';
import { HintsSection } from './hints-section';
import { LineageSection } from './lineage-section';
import { ProfileSection } from './profile-section';
import { datasetQueries } from './queries';
import { ReferenceSection } from './reference-section';
import { RowsSection } from './rows-section';
import { SplitSection } from './split-section';
import { VersionsSection } from './versions-section';

/** One dataset: which rows, from where, what is in them. */
export function DatasetView({
  project,
  dataset,
  ...may
}: {
  project: string;
  dataset: string;
  mayMake: boolean;
  mayTrain: boolean;
}) {
  const [number, setNumber] = useQueryState('version', parseAsInteger);
  const query = useQuery(datasetQueries.detail(project, dataset, number));
  return (
    <QueryPanel query={query}>
      {(view) => <Loaded project={project} view={view} {...may} onVersion={(next) => void setNumber(next)} />}
    </QueryPanel>
  );
}

function Loaded({
  project,
  view,
  mayMake,
  mayTrain,
  onVersion,
}: {
  project: string;
  view: View;
  mayMake: boolean;
  mayTrain: boolean;
  onVersion: (number: number) => void;
}) {
  const t = useTranslations('datasets');
  const format = useFormat();
  const { dataset, version, profile, versions } = view;
  const file = (as: string) => `/api/datasets/${dataset.id}/export?number=${version.number}&format=${as}`;
  const base = `/p/${project}/datasets`;
  return (
    <>
      <PageHeader
        title={dataset.name}
        sentence={
          dataset.description ||
          t('page.sentence', {
            rows: format.number(version.rows),
            columns: version.columns.length,
            target: version.roles.target ?? t('page.noTarget'),
          })
        }
        meta={t('page.meta', {
          number: version.number,
          when: format.dayTime(version.createdAt),
          who: version.createdBy,
          size: format.bytes(version.sizeBytes),
          sha: version.sha256.slice(0, 12),
        })}
        actions={
          <>
            <a href={file('csv')} download className={buttonClass('outlined')}>
              <Download aria-hidden="true" />
              {t('page.csv')}
            </a>
            <a href={file('parquet')} download className={buttonClass('outlined')}>
              <Download aria-hidden="true" />
              {t('page.parquet')}
            </a>
            {mayMake ? (
              <LinkButton
                href={
                  version.source.kind === 'query'
                    ? `${base}/from-predictions?dataset=${dataset.id}`
                    : `${base}/new?dataset=${dataset.id}`
                }
                icon={<Plus aria-hidden="true" />}
              >
                {t('page.newVersion')}
              </LinkButton>
            ) : null}
            {mayTrain ? (
              <LinkButton
                kind="main"
                href={`${base}/${dataset.id}/train?version=${version.number}`}
                icon={<GraduationCap aria-hidden="true" />}
              >
                {t('page.train')}
              </LinkButton>
            ) : null}
          </>
        }
      />
      <div className="mb-4">
        <Select
          label={t('page.version')}
          value={String(version.number)}
          onValue={(text) => onVersion(Number(text))}
          options={versions.map(({ number, rows }) => ({
            value: String(number),
            label: t('page.versionOption', { number, rows: format.number(rows) }),
          }))}
          className="w-64 max-w-full"
        />
      </div>
      <StatRow
        stats={[
          {
            key: 'rows',
            label: t('facts.rows'),
            value: format.number(version.rows),
            detail: t('facts.duplicates', {
              n: format.number(profile.duplicates),
              share: format.percent(profile.duplicates / version.rows),
            }),
          },
          {
            key: 'columns',
            label: t('facts.columns'),
            value: version.columns.length,
            detail: t('facts.features', { n: version.roles.features.length }),
          },
          {
            key: 'cutOff',
            label: t('facts.cutOff'),
            value: version.cutOff ? format.day(version.cutOff) : '–',
            detail: version.cutOff
              ? t('facts.cutOffOf', { when: format.exact(version.cutOff), column: version.roles.time ?? '' })
              : t('facts.noTime'),
          },
          {
            key: 'exam',
            label: t('facts.exam'),
            value: version.source.kind === 'query' ? format.number(version.examLeftOut) : t('facts.unknown'),
            detail: t(version.source.kind === 'query' ? 'facts.examOf' : 'facts.examUpload'),
          },
        ]}
      />
      <HintsSection profile={profile} />
      <RowsSection project={project} version={version} />
      <ProfileSection version={version} profile={profile} />
      <CorrelationsSection profile={profile} />
      <SplitSection key={`split ${version.number}`} project={project} version={version} />
      <CompareSection key={`compare ${version.number}`} project={project} view={view} />
      {mayMake ? <ReferenceSection key={`reference ${version.number}`} project={project} version={version} /> : null}
      <LineageSection project={project} view={view} />
      <VersionsSection project={project} view={view} />
      {mayMake ? (
        <Section>
          <DeleteDataset project={project} dataset={dataset} />
        </Section>
      ) : null}
    </>
  );
}
