'use client';
import { type Step, Stepper, type StepState } from '@/components/ui/stepper';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { isOutside, RUN_STEPS, type TrainingRun } from '@/lib/domain/retraining/schema';

/** The steps of a run with the time that each took; the one that it stopped at is marked. */
export function RunSteps({ run }: { run: TrainingRun }) {
  const t = useTranslations('retraining.steps');
  const format = useFormat();
  const last = run.steps.at(-1)?.name;
  const names = RUN_STEPS.filter((name) =>
    isOutside(run.recipe.method) ? name !== 'folds' && name !== 'parity' : name !== 'folds' || run.recipe.folds > 0,
  );
  const steps: Step[] = [
    {
      key: 'waiting',
      title: t('names.waiting'),
      state: run.startedAt === null ? (run.state === 'stopped' ? 'bad' : 'busy') : 'done',
      stateWord: t(`words.${run.startedAt === null ? 'busy' : 'done'}`),
      evidence:
        run.startedAt === null
          ? undefined
          : format.duration(Math.max(0, Date.parse(run.startedAt) - Date.parse(run.createdAt))),
    },
    ...names.map((name) => {
      const step = run.steps.find((candidate) => candidate.name === name);
      const hasEndedHere = name === last && (run.state === 'failed' || run.state === 'stopped');
      const state: Exclude<StepState, 'warn'> = !step
        ? 'open'
        : hasEndedHere
          ? 'bad'
          : step.endedAt === null
            ? 'busy'
            : 'done';
      return {
        key: name,
        title: t(`names.${name}`),
        state,
        stateWord: t(`words.${state}`),
        evidence: step?.endedAt ? format.duration(Date.parse(step.endedAt) - Date.parse(step.startedAt)) : undefined,
      };
    }),
  ];
  return <Stepper label={t('label')} steps={steps} />;
}
