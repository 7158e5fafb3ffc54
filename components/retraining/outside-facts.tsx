'use client';
import { DefinitionList } from '@/components/ui/definition-list';
import { Note } from '@/components/ui/note';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { OutsideTrainer, RunDetail } from '@/lib/domain/retraining/schema';
import { MeasureCharts } from './measure-charts';
import { useRunWords } from './use-run-words';

/** The trainer outside that has a run, what it runs on, and the measures that it told. */
export function OutsideFacts({ run, outside }: { run: RunDetail; outside: OutsideTrainer }) {
  const t = useTranslations('retraining.outside');
  const format = useFormat();
  const words = useRunWords();
  const environment = Object.entries(outside.environment).sort(([a], [b]) => a.localeCompare(b, 'en'));
  const last = [...new Map(outside.measures.map((measure) => [measure.name, measure])).values()];
  return (
    <>
      <Section label={t('title')}>
        <SectionHeading title={t('title')} />
        {outside.file ? (
          <div className="mb-3 flex flex-col gap-3">
            <Note kind="info">{t('file', { bytes: format.bytes(outside.file.bytes) })}</Note>
            {outside.file.takesSameInputs === false ? <Note kind="warn">{t('otherInputs')}</Note> : null}
          </div>
        ) : null}
        <Panel>
          <DefinitionList
            items={[
              { key: 'name', term: t('name'), value: outside.name },
              { key: 'claimed', term: t('claimed'), value: format.exact(outside.claimedAt) },
              {
                key: 'environment',
                term: t('environment'),
                value:
                  environment.length === 0 ? (
                    t('noEnvironment')
                  ) : (
                    <code className="text-xs [overflow-wrap:anywhere]">
                      {environment.map(([name, value]) => `${name} ${value}`).join(' · ')}
                    </code>
                  ),
              },
            ]}
          />
        </Panel>
      </Section>
      {last.length > 0 ? (
        <Section label={t('measures')}>
          <SectionHeading title={t('measures')} hint={t('measuresHint')} />
          <Panel flush>
            <Table
              label={t('measures')}
              rows={last}
              rowKey={({ name }) => name}
              columns={[
                { key: 'measure', header: t('measure'), cell: ({ name }) => words.metricName(name) },
                { key: 'value', header: t('value'), align: 'right', cell: ({ value }) => format.figures(value, 4) },
                {
                  key: 'steps',
                  header: t('steps'),
                  align: 'right',
                  cell: ({ step }) => (step === null ? t('atEnd') : t('step', { step })),
                },
              ]}
            />
          </Panel>
          <MeasureCharts run={run} />
        </Section>
      ) : null}
    </>
  );
}
