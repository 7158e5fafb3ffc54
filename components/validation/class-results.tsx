'use client';
import { HeatStrip } from '@/components/charts/heat-strip';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { EvaluationResult } from '@/lib/domain/validation/schema';

type Classification = NonNullable<EvaluationResult['classification']>;
const MOST_CLASSES = 30;

/** What became of each class: precision, recall, and what was predicted for it. */
export function ClassResults({
  classification,
  classNames,
  rows,
}: {
  classification: Classification;
  classNames: Readonly<Record<string, string>>;
  rows: number;
}) {
  const t = useTranslations('validation.evaluation');
  const format = useFormat();
  const nameOf = (label: string) => classNames[label] || label;
  const share = (value: number | null) => (value === null ? '–' : format.score(value));
  const columns: Column<Classification['perClass'][number]>[] = [
    {
      key: 'label',
      header: t('class'),
      cell: ({ label }) => <span className="[overflow-wrap:anywhere]">{nameOf(label)}</span>,
    },
    { key: 'n', header: t('rows'), align: 'right', cell: ({ support }) => format.number(support) },
    { key: 'precision', header: t('precision'), align: 'right', cell: ({ precision }) => share(precision) },
    { key: 'recall', header: t('recall'), align: 'right', cell: ({ recall }) => share(recall) },
    { key: 'f1', header: t('f1'), align: 'right', cell: ({ f1 }) => share(f1) },
  ];
  const { classes, counts } = classification.confusion;
  return (
    <Section>
      <SectionHeading title={t('classes')} hint={t('nRows', { rows: format.number(rows) })} />
      <div className="grid grid-cols-2 items-start gap-4 max-lg:grid-cols-1">
        <Panel flush>
          <Table
            label={t('classes')}
            columns={columns}
            rows={classification.perClass}
            rowKey={({ label }) => label}
            tight
            phone="scroll"
          />
        </Panel>
        <Panel>
          <SectionHeading level={3} title={t('confusion')} />
          <p className="mb-3 text-xs text-ink-3">{t('confusionHint')}</p>
          {classes.length > MOST_CLASSES ? (
            <p className="text-sm">{t('tooManyClasses', { count: classes.length })}</p>
          ) : (
            <HeatStrip
              label={t('confusion')}
              columns={classes.map(nameOf)}
              rows={classes.map(nameOf)}
              values={counts}
              write={(value) => format.number(value)}
              toneOf={(row, column) => (row === column ? 'ok' : 'bad')}
              cellTitle={(row, column, value) =>
                t('cell', {
                  label: nameOf(classes[row] ?? ''),
                  prediction: nameOf(classes[column] ?? ''),
                  count: format.number(value ?? 0),
                })
              }
            />
          )}
        </Panel>
      </div>
    </Section>
  );
}
