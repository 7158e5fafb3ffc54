'use client';
import { Amount, type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { EvaluationResult } from '@/lib/domain/validation/schema';

interface Line {
  key: string;
  name: string;
  how: string | null;
  score: number | null;
}

/** The version beside the most frequent answer and the best rule of one column, on the same rows. */
export function BaselinesTable({
  baselines,
  number,
  unit,
}: {
  baselines: EvaluationResult['baselines'];
  number: number;
  unit: string | undefined;
}) {
  const t = useTranslations('cards.numbers');
  const format = useFormat();
  const isAccuracy = baselines.measure === 'accuracy';
  const { rule, constant } = baselines;
  const lines: Line[] = [
    { key: 'model', name: t('thisVersion', { number }), how: null, score: baselines.model },
    ...(rule ? [{ key: 'rule', name: t('rule'), how: rule.rule, score: rule.score }] : []),
    ...(constant
      ? [{ key: 'constant', name: t(isAccuracy ? 'majority' : 'mean'), how: constant.answer, score: constant.score }]
      : []),
  ];
  const columns: Column<Line>[] = [
    {
      key: 'name',
      header: t('who'),
      cell: (line) => (
        <span className="flex flex-col py-1">
          <span className={line.key === 'model' ? 'font-semibold' : undefined}>{line.name}</span>
          {line.how ? <code className="text-xs text-ink-3 [overflow-wrap:anywhere]">{line.how}</code> : null}
        </span>
      ),
    },
    { key: 'n', header: t('n'), align: 'right', cell: () => format.number(baselines.rows) },
    {
      key: 'score',
      header: isAccuracy ? t('accuracy') : t(unit ? 'mae' : 'maeUnitless'),
      align: 'right',
      cell: ({ score }) =>
        score === null ? (
          <Dash />
        ) : (
          <Amount value={isAccuracy ? format.score(score) : format.figures(score, 4)} unit={unit} />
        ),
    },
  ];
  return (
    <div className="-mx-5 max-md:-mx-4">
      <p className="px-5 text-sm font-medium max-md:px-4">{t('beside')}</p>
      <p className="mb-1 px-5 text-xs text-ink-3 max-md:px-4">{t('besideHint')}</p>
      <Table label={t('beside')} tight columns={columns} rows={lines} rowKey={({ key }) => key} />
    </div>
  );
}
