'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Amount, type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { EvaluationResult } from '@/lib/domain/validation/schema';

type Row = { key: string; name: string; rule: string | null; score: number | null };

/** The model beside always giving one answer and beside the best rule on one column, on the same rows. */
export function BaselinesTable({ result: { baselines, regression } }: { result: EvaluationResult }) {
  const t = useTranslations('validation.evaluation');
  const format = useFormat();
  const isAccuracy = baselines.measure === 'accuracy';
  const rows: Row[] = [{ key: 'model', name: t('model'), rule: null, score: baselines.model }];
  if (baselines.rule)
    rows.push({
      key: 'rule',
      name: t('rule'),
      rule: baselines.rule.rule.replace(', otherwise ', `, ${t('otherwise')} `),
      score: baselines.rule.score,
    });
  if (baselines.constant)
    rows.push({
      key: 'constant',
      name: t(isAccuracy ? 'majority' : 'mean'),
      rule: t('always', {
        answer: isAccuracy ? baselines.constant.answer : format.figures(Number(baselines.constant.answer), 4),
      }),
      score: baselines.constant.score,
    });
  const columns: Column<Row>[] = [
    {
      key: 'name',
      header: t('who'),
      cell: (row) => (
        <span className="block py-1.5">
          <span className={row.key === 'model' ? 'font-semibold' : undefined}>{row.name}</span>
          {row.rule ? <code className="block text-xs text-ink-3 [overflow-wrap:anywhere]">{row.rule}</code> : null}
        </span>
      ),
    },
    { key: 'n', header: t('rows'), align: 'right', cell: () => format.number(baselines.rows) },
    {
      key: 'score',
      header: t(isAccuracy ? 'accuracy' : 'mae'),
      align: 'right',
      cell: (row) =>
        row.score === null ? (
          '–'
        ) : (
          <Amount
            value={isAccuracy ? format.score(row.score) : format.figures(row.score, 4)}
            unit={isAccuracy ? undefined : regression?.unit}
          />
        ),
    },
  ];
  return (
    <Section>
      <SectionHeading title={t('baselines')} hint={t('baselinesHint', { rows: format.number(baselines.rows) })} />
      <Panel flush>
        <Table label={t('baselines')} columns={columns} rows={rows} rowKey={(row) => row.key} />
      </Panel>
    </Section>
  );
}
