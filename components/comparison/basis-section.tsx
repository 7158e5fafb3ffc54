'use client';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Comparison } from '@/lib/domain/comparison/schema';

/** What was learnt by each, how long each computes, and which rows do not count. */
export function BasisSection({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('comparison.basis');
  const format = useFormat();
  const { leftOut, calls, readAt, a, b } = comparison;
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint', { calls, when: format.dayTime(readAt) })} />
      <Panel flush>
        <Table
          label={t('title')}
          rows={[a, b]}
          rowKey={({ version }) => String(version)}
          tight
          columns={[
            { key: 'version', header: t('version'), cell: ({ version }) => t('versionOf', { number: version }) },
            {
              key: 'cutOff',
              header: t('cutOff'),
              cell: ({ cutOff }) => (cutOff === null ? t('unknown') : format.dayTime(cutOff)),
            },
            { key: 'training', header: t('training'), cell: ({ training }) => t(`checks.${training}`) },
            {
              key: 'p50',
              header: t('p50'),
              align: 'right',
              cell: ({ latencyMs }) => (latencyMs ? format.duration(latencyMs.p50) : '–'),
            },
            {
              key: 'p95',
              header: t('p95'),
              align: 'right',
              cell: ({ latencyMs }) => (latencyMs ? format.duration(latencyMs.p95) : '–'),
            },
          ]}
        />
      </Panel>
      <div className="mt-4">
        <DefinitionList
          flow="row"
          items={(['beforeCutOff', 'inTraining', 'unanswered', 'misfits'] as const).map((key) => ({
            key,
            term: t(`leftOut.${key}`),
            value: format.number(leftOut[key]),
          }))}
        />
      </div>
    </Section>
  );
}
