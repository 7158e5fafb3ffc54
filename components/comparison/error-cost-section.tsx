'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Comparison, ErrorPrices } from '@/lib/domain/comparison/schema';

/** What wrong answers of each version cost on the same rows; what one costs is the reader's, and stays in the address. */
export function ErrorCostSection({
  comparison,
  prices,
  onPrices,
  isBusy,
}: {
  comparison: Comparison;
  prices: ErrorPrices | null;
  onPrices: (prices: ErrorPrices) => void;
  isBusy: boolean;
}) {
  const t = useTranslations('comparison.errorCost');
  const { classes, errorCosts } = comparison;
  // Of two classes the second is what one looks for, as in the threshold explorer.
  const [alarm, setAlarm] = useState(prices?.alarm ?? classes[1]?.label ?? classes[0]?.label ?? '');
  const [falseAlarm, setFalseAlarm] = useState<number | null>(prices?.falseAlarm ?? null);
  const [miss, setMiss] = useState<number | null>(prices?.miss ?? null);
  const isSaid = falseAlarm !== null && miss !== null && falseAlarm >= 0 && miss >= 0;
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint', { n: comparison.scores?.n ?? 0, days: comparison.scores?.days ?? 0 })}
      />
      <Panel className="grid gap-6 lg:grid-cols-2">
        <form
          noValidate
          className="flex flex-wrap content-start items-end gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (isSaid) onPrices({ alarm, falseAlarm, miss });
          }}
        >
          <Field label={t('alarm')}>
            <Select
              value={alarm}
              onValue={setAlarm}
              options={classes.map(({ label, name }) => ({ value: label, label: name }))}
            />
          </Field>
          <Field label={t('falseAlarm')}>
            <NumberInput value={falseAlarm} onValue={setFalseAlarm} className="max-w-32" />
          </Field>
          <Field label={t('miss')}>
            <NumberInput value={miss} onValue={setMiss} className="max-w-32" />
          </Field>
          <Button type="submit" busy={isBusy} {...(isSaid ? {} : { locked: t('both') })}>
            {t('show')}
          </Button>
        </form>
        {errorCosts ? <Finding comparison={comparison} costs={errorCosts} /> : null}
      </Panel>
      <p className="mt-2 max-w-measure text-xs text-ink-3">{t('note')}</p>
    </Section>
  );
}

function Finding({ comparison, costs }: { comparison: Comparison; costs: NonNullable<Comparison['errorCosts']> }) {
  const t = useTranslations('comparison.errorCost');
  const format = useFormat();
  const { saved, n, days } = costs;
  const write = (value: number) => format.figures(value, 3);
  return (
    <div role="status" className="min-w-0">
      <p className="text-md text-pretty">
        <strong className="font-semibold">
          {t(saved.value >= 0 ? 'saves' : 'loses', { b: comparison.b.version, cost: write(Math.abs(saved.value)) })}
        </strong>{' '}
        {saved.low === null || saved.high === null
          ? t('noInterval')
          : t('interval', { interval: format.between(write(saved.low), write(saved.high)), by: saved.by ?? 'day' })}
      </p>
      <p className="mt-2 text-sm text-ink-2">
        {t('sides', {
          a: comparison.a.version,
          b: comparison.b.version,
          costA: write(costs.a),
          costB: write(costs.b),
          n,
          days,
        })}
      </p>
    </div>
  );
}
