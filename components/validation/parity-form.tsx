'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { type ChosenCsv, CsvFile } from './csv-file';
import { guessPrediction } from './guess-column';
import { type OfVersion, runParity } from './queries';
import { RunFailure } from './run-failure';
import { useRun } from './use-run';

const TOLERANCES = ['0.001', '0.0001', '0.00001', '0.000001'] as const;
const NONE = '';

export function ParityForm({ of }: { of: OfVersion }) {
  const t = useTranslations('validation.parity');
  const [chosen, setChosen] = useState<ChosenCsv | null>(null);
  const [prediction, setPrediction] = useState(NONE);
  const [tolerance, setTolerance] = useState<(typeof TOLERANCES)[number]>('0.00001');
  const run = useRun(of, runParity);
  const take = (next: ChosenCsv | null) => {
    setChosen(next);
    setPrediction(next ? (guessPrediction(next.header) ?? NONE) : NONE);
    run.reset();
  };
  return (
    <div className="flex flex-col gap-4">
      <CsvFile title={t('drop')} hint={t('dropHint')} chosen={chosen} onChosen={take} />
      {chosen ? (
        <Panel className="flex flex-col gap-4">
          <div className="grid gap-4 md:grid-cols-2">
            <Field label={t('column')} hint={t('columnHint')}>
              <Select
                options={[
                  { value: NONE, label: t('columnNone') },
                  ...chosen.header.map((name) => ({ value: name, label: name })),
                ]}
                value={prediction}
                onValue={setPrediction}
              />
            </Field>
            <Field label={t('tolerance')} hint={t('toleranceHint')}>
              <Select
                options={TOLERANCES.map((value) => ({
                  value,
                  label: t('relative', { value: Number(value).toExponential(0) }),
                }))}
                value={tolerance}
                onValue={setTolerance}
              />
            </Field>
          </div>
          <div>
            <Button
              kind="main"
              busy={run.isPending}
              onClick={() =>
                run.mutate({
                  file: chosen.file,
                  prediction: prediction === NONE ? null : prediction,
                  tolerance: Number(tolerance),
                })
              }
            >
              {t('run')}
            </Button>
          </div>
        </Panel>
      ) : null}
      {run.isPending ? (
        <p role="status" className="text-sm text-ink-2">
          {t('running')}
        </p>
      ) : null}
      {run.isError ? <RunFailure error={run.error} of={of} /> : null}
    </div>
  );
}
