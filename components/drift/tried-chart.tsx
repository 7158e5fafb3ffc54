'use client';
import { useState } from 'react';
import { ChartCard, LegendItem } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { Select } from '@/components/ui/select';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TriedChange, TriedDetector } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';
import { drawnLimit, drawnValue } from './prepare-change';
import { onceIn } from './prepare-watch';

const DAY_MS = 86_400_000;

/** What one detector says day by day, with the change and without it, against its limit. */
export function TriedChart({ change, model }: { change: TriedChange; model: string }) {
  const t = useTranslations('drift.sandbox.chart');
  const words = useTranslations('drift.sandbox');
  const format = useFormat();
  const [name, setName] = useState<TriedDetector['name']>('calibrated');
  const detector = change.detectors.find((one) => one.name === name);
  const [first, last] = [change.days[0], change.days.at(-1)];
  if (!detector || !first || !last) return null;
  const limit = drawnLimit(detector);
  const isRarity = name === 'calibrated';
  const once = (rarity: number) => t('once', { times: onceIn(rarity) });
  const write = (value: number) => (isRarity ? once(value) : format.score(value));
  const series = (read: (day: TriedDetector['days'][number]) => number | null) =>
    change.days.map(({ day, rows }, at) => {
      const found = detector.days[at];
      const value = found ? read(found) : null;
      return { t: noonOf(day), value: value === null ? null : drawnValue(detector, value), n: rows };
    });
  const window = t('window', { from: format.day(noonOf(first.day)), to: format.day(noonOf(last.day)) });
  return (
    <ChartCard
      level={3}
      title={words(`detectors.${name}`)}
      per={t('per')}
      unit={t(`units.${name}`)}
      n={change.days.reduce((sum, { rows }) => sum + rows, 0)}
      effectiveN={change.days.length}
      window={window}
      summary={t('summary', {
        detector: words(`detectors.${name}`),
        days: change.days.length,
        window,
        alarms: detector.days.filter(({ isAlarm }) => isAlarm).length,
      })}
      csvName={`${model}-sandbox-${name}`}
      actions={
        <Select
          label={words('detector')}
          options={change.detectors.map((one) => ({ value: one.name, label: words(`detectors.${one.name}`) }))}
          value={name}
          onValue={setName}
        />
      }
      legend={
        // A narrow chart has its own.
        <span className="contents max-md:hidden">
          <LegendItem colour="var(--current)" line>
            {t('with')}
          </LegendItem>
          <LegendItem colour="var(--reference-line)" line>
            {t('without')}
          </LegendItem>
        </span>
      }
      table={{
        columns: [
          { key: 'day', header: t('day') },
          { key: 'with', header: t('with'), align: 'right' },
          { key: 'without', header: t('without'), align: 'right' },
          { key: 'alarm', header: t('alarmWith') },
          { key: 'before', header: t('alarmWithout') },
          { key: 'rows', header: t('rows'), align: 'right' },
        ],
        rows: change.days.map(({ day, rows }, at) => ({
          day,
          with: detector.days[at]?.withIt ?? null,
          without: detector.days[at]?.without ?? null,
          alarm: detector.days[at]?.isAlarm ? t('yes') : '',
          before: detector.days[at]?.isAlarmWithout ? t('yes') : '',
          rows,
        })),
        shown: (key, value) =>
          key === 'day'
            ? format.day(noonOf(String(value)))
            : typeof value !== 'number'
              ? value
              : key === 'rows'
                ? format.number(value)
                : isRarity
                  ? format.pValue(value)
                  : format.score(value),
      }}
    >
      <LineChart
        series={[
          { key: 'with', label: t('with'), colour: 'now', points: series(({ withIt }) => withIt) },
          { key: 'without', label: t('without'), colour: 'reference', points: series(({ without }) => without) },
        ]}
        write={write}
        writeTick={(value) =>
          isRarity ? (Number.isInteger(value) ? once(value) : '') : format.number(value, { digits: 2 })
        }
        writeTime={(moment) => format.day(moment)}
        {...(limit === null ? {} : { threshold: { value: limit, label: t('limit', { value: write(limit) }) } })}
        marks={[{ t: noonOf(change.from), label: t('begins') }]}
        bucketMs={DAY_MS}
        fromZero
        gapLabel={t('noRows')}
      />
    </ChartCard>
  );
}
