'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { type ChosenCsv, CsvFile } from './csv-file';
import { guessTarget } from './guess-column';
import { type OfVersion, runEvaluation } from './queries';
import { RunFailure } from './run-failure';
import { useRun } from './use-run';

const NONE = '';

export function EvaluationForm({ of, columns }: { of: OfVersion; columns: readonly string[] }) {
  const t = useTranslations('validation.evaluation');
  const [chosen, setChosen] = useState<ChosenCsv | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const [group, setGroup] = useState(NONE);
  const run = useRun(of, runEvaluation);
  const take = (next: ChosenCsv | null) => {
    setChosen(next);
    setTarget(next ? guessTarget(next.header, columns) : null);
    setGroup(NONE);
    run.reset();
  };
  const options = (chosen?.header ?? []).map((name) => ({ value: name, label: name }));
  return (
    <div className="flex flex-col gap-4">
      <CsvFile title={t('drop')} hint={t('dropHint')} chosen={chosen} onChosen={take} />
      {chosen ? (
        <Panel className="flex flex-col gap-4">
          <div className="grid gap-4 md:grid-cols-2">
            <Field label={t('target')} hint={t('targetHint')} required>
              <Select options={options} value={target} onValue={setTarget} />
            </Field>
            <Field label={t('group')} hint={t('groupHint')}>
              <Select
                options={[{ value: NONE, label: t('groupNone') }, ...options.filter(({ value }) => value !== target)]}
                value={group}
                onValue={setGroup}
              />
            </Field>
          </div>
          <div>
            <Button
              kind="main"
              busy={run.isPending}
              locked={target === null ? t('targetMissing') : undefined}
              onClick={() => {
                if (target !== null) run.mutate({ file: chosen.file, target, group: group === NONE ? null : group });
              }}
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
