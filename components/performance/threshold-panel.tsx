'use client';
import { parseAsFloat, parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { ChartCard } from '@/components/charts/chart-card';
import { XyChart } from '@/components/charts/xy-chart';
import { useTableViews } from '@/components/shell/use-table-views';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ClassDetailsProps } from './class-details';
import { answeredCost, cheapest, type ThresholdPoint, thresholdCosts } from './prepare-threshold';
import { effectiveN, useBlockWords } from './use-block-words';
import { useWindowText } from './use-measure-words';

/** What every threshold would have cost on these rows; the costs are the reader's and stay in the address. */
export function ThresholdPanel({ model, performance, result }: ClassDetailsProps) {
  const t = useTranslations('performance.threshold');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const words = useBlockWords(performance);
  const views = useTableViews();
  const [asked, setAsked] = useQueryState('alarm', parseAsString);
  const [falseAlarm, setFalseAlarm] = useQueryState('falseAlarm', parseAsFloat.withDefault(1));
  const [miss, setMiss] = useQueryState('miss', parseAsFloat.withDefault(1));
  const place = Math.max(0, asked === null ? 1 : result.classes.findIndex(({ label }) => label === asked));
  const chosen = result.classes[place];
  if (!chosen) return null;
  const costs = { falseAlarm: Math.max(0, falseAlarm), miss: Math.max(0, miss) };
  const points = thresholdCosts(chosen.bins, costs);
  const best = cheapest(points);
  const answered = answeredCost(result.confusion, place, costs);
  const cost = (value: number) => format.figures(value, 3);
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint', { n: format.number(result.scoredRows), effective: words.effective, window: shownWindow })}
      />
      <div className="grid gap-4 min-[1240px]:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Panel className="flex flex-col gap-4">
          <Field label={t('alarm')} hint={t('alarmHint')}>
            <Select
              value={chosen.label}
              onValue={(next) => void setAsked(next)}
              options={result.classes.map(({ label, name }) => ({ value: label, label: name }))}
            />
          </Field>
          <div className="grid grid-cols-2 gap-4">
            <Cost label={t('falseAlarm')} value={costs.falseAlarm} onValue={(next) => void setFalseAlarm(next)} />
            <Cost label={t('miss')} value={costs.miss} onValue={(next) => void setMiss(next)} />
          </div>
          {best ? <Finding best={best} answered={answered} name={chosen.name} /> : null}
        </Panel>
        <ChartCard
          title={t('chart')}
          per={t('per')}
          n={result.scoredRows}
          effectiveN={effectiveN(performance)}
          window={shownWindow}
          summary={
            best
              ? t('summary', { threshold: format.score(best.threshold), cost: cost(best.cost), name: chosen.name })
              : t('none')
          }
          csvName={`${model}-threshold`}
          level={3}
          {...views('threshold')}
          note={t('note')}
          table={{
            columns: [
              { key: 'threshold', header: t('threshold'), align: 'right' },
              { key: 'cost', header: t('cost'), align: 'right' },
              { key: 'alarms', header: t('alarms'), align: 'right' },
              { key: 'falseAlarms', header: t('falseAlarms'), align: 'right' },
              { key: 'misses', header: t('misses'), align: 'right' },
            ],
            rows: points.map((point) => ({ ...point })),
            shown: (key, value) =>
              typeof value !== 'number'
                ? '–'
                : key === 'threshold'
                  ? format.score(value)
                  : format.number(value, { digits: 1 }),
          }}
        >
          <XyChart
            label={t('cost')}
            points={points.map((point) => ({ x: point.threshold, y: point.cost }))}
            writeX={(value) => format.number(value, { digits: 1 })}
            writeY={cost}
            xTitle={t('threshold')}
            domain={[0, 1]}
            fromZero
            {...(best
              ? { marks: [{ x: best.threshold, label: t('best', { threshold: format.score(best.threshold) }) }] }
              : {})}
          />
        </ChartCard>
      </div>
    </Section>
  );
}

function Cost({ label, value, onValue }: { label: string; value: number; onValue: (value: number) => void }) {
  const t = useTranslations('performance.threshold');
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Field label={label} {...(problem ? { error: problem } : {})}>
      <NumberInput
        value={value}
        nullable={false}
        onProblem={setProblem}
        onValue={(next) => {
          if (next === null) return;
          setProblem(next < 0 ? t('negative') : null);
          if (next >= 0) onValue(next);
        }}
      />
    </Field>
  );
}

function Finding({ best, answered, name }: { best: ThresholdPoint; answered: number | null; name: string }) {
  const t = useTranslations('performance.threshold');
  const format = useFormat();
  const cost = (value: number) => format.figures(value, 3);
  const rows = (value: number) => format.number(Math.round(value));
  return (
    <div role="status" className="border-t border-line pt-4">
      <p className="text-md text-pretty">
        <strong className="font-semibold">
          {t('finding', { name, threshold: format.score(best.threshold), cost: cost(best.cost) })}
        </strong>{' '}
        {t('findingRows', {
          alarms: rows(best.alarms),
          falseAlarms: rows(best.falseAlarms),
          misses: rows(best.misses),
        })}
      </p>
      {answered === null ? null : (
        <p className="mt-2 text-sm text-ink-2">
          {answered - best.cost > 0.5
            ? t('cheaper', { answered: cost(answered), less: cost(answered - best.cost) })
            : t('asCheap', { answered: cost(answered) })}
        </p>
      )}
      <p className="mt-2 text-xs text-ink-3">{t('sameRows')}</p>
    </div>
  );
}
