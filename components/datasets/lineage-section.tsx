'use client';
import { modelHref, versionHref } from '@/components/shell/addresses';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { TextLink } from '@/components/ui/text-link';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetQuery, DatasetView } from '@/lib/domain/datasets/schema';
import { LABEL_SOURCES } from '@/lib/domain/feedback/schema';

/** Where the rows came from, and what was learnt from them. */
export function LineageSection({ project, view: { version, usedBy } }: { project: string; view: DatasetView }) {
  const t = useTranslations('datasets.lineage');
  const sources = useTranslations('datasets.fromPredictions.source');
  const format = useFormat();
  const { source } = version;
  const rows =
    source.kind === 'upload'
      ? [
          { key: 'file', term: t('file'), value: source.filename },
          { key: 'sha', term: t('sha'), value: <code>{source.sha256}</code> },
        ]
      : queryRows(source.query);
  function queryRows(query: DatasetQuery) {
    return [
      {
        key: 'model',
        term: t('model'),
        value: <TextLink href={modelHref(project, query.model)}>{query.model}</TextLink>,
      },
      {
        key: 'versions',
        term: t('versions'),
        value: query.versions === null ? t('all') : query.versions.map((number) => `v${number}`).join(', '),
      },
      {
        key: 'window',
        term: t('window'),
        value: format.between(format.exact(query.from), format.exact(query.to)),
      },
      {
        key: 'filters',
        term: t('filters'),
        value:
          query.filters
            .map(({ from, name, values }) => `${from === 'context' ? 'context.' : ''}${name} = ${values.join(', ')}`)
            .join('; ') || t('none'),
      },
      {
        key: 'labels',
        term: t('labels'),
        value: query.reviewedOnly
          ? t('reviewed')
          : LABEL_SOURCES.filter((one) => query.labelSources.includes(one))
              .map((one) => sources(one))
              .join(', '),
      },
      { key: 'asOf', term: t('asOf'), value: format.exact(query.asOf) },
    ];
  }
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} />
      <Panel>
        <DefinitionList
          items={[
            ...rows,
            {
              key: 'used',
              term: t('usedBy'),
              value:
                usedBy.length === 0 ? (
                  t('unused')
                ) : (
                  <ul className="flex flex-col gap-1">
                    {usedBy.map(({ kind, model, version: number, at }) => (
                      <li key={`${kind} ${model} ${number} ${at}`}>
                        <TextLink href={versionHref(project, model, number)}>{t(kind, { model, number })}</TextLink>,{' '}
                        {format.dayTime(at)}
                      </li>
                    ))}
                  </ul>
                ),
            },
          ]}
        />
      </Panel>
    </Section>
  );
}
