'use client';
import { modelHref, versionHref } from '@/components/shell/addresses';
import { type Step, Stepper, type StepState } from '@/components/ui/stepper';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Traffic } from '@/lib/domain/monitoring/schema';
import type { Model, Version } from '@/lib/domain/registry/schema';
import type { ValidationReports } from '@/lib/domain/validation/schema';
import { errorShare } from './prepare-traffic';

/** What is known of the champion besides its traffic. */
export interface ChampionFacts {
  version: Pick<Version, 'number' | 'probe' | 'loaded' | 'createdAt'>;
  reports: ValidationReports;
  columns: { named: number; total: number };
}

interface StepsProps {
  project: string;
  model: Model;
  facts: ChampionFacts;
  traffic: Traffic;
  mayManage: boolean;
}

/** The way from a trained model to one in use: seven steps, each with its evidence and date. No tick without both. */
export function SevenSteps(props: StepsProps) {
  const t = useTranslations('monitoring.steps');
  const validated = useValidated(props);
  const served = useServed(props);
  return (
    <section aria-label={t('label')}>
      <Stepper label={t('label')} steps={[...validated, ...served]} />
    </section>
  );
}

function useStep() {
  const t = useTranslations('monitoring.steps');
  return (
    key: 'preparation' | 'export' | 'infrastructure' | 'api' | 'integration' | 'monitoring' | 'feedback',
    state: StepState,
    evidence: string,
    detail: string | null,
    href?: string,
  ): Step => ({
    key,
    title: t(`titles.${key}`),
    state,
    stateWord: t(`words.${state}`),
    evidence,
    ...(detail ? { detail } : {}),
    ...(href ? { href } : {}),
  });
}

function useValidated({ project, model, facts, mayManage }: StepsProps): Step[] {
  const t = useTranslations('monitoring.steps');
  const format = useFormat();
  const step = useStep();
  const { version, reports, columns } = facts;
  const { evaluation, parity } = reports;
  const here = versionHref(project, model.name, version.number);
  const accuracy = evaluation?.result.classification?.accuracy.value ?? null;
  const mae = evaluation?.result.regression?.mae.value ?? null;
  const score =
    accuracy !== null
      ? t('accuracy', { value: format.score(accuracy) })
      : mae !== null
        ? t('mae', { value: format.withUnit(format.figures(mae, 4), evaluation?.result.regression?.unit ?? '').trim() })
        : null;
  const isParity = parity !== null && parity.result.agreed === parity.result.rows;
  return [
    step(
      'preparation',
      score === null || !evaluation ? 'open' : 'done',
      score ?? t('notEvaluated'),
      evaluation && score !== null
        ? t('evaluated', {
            n: format.number(evaluation.result.rows),
            effective: format.number(evaluation.result.effectiveRows),
            day: format.day(evaluation.createdAt),
          })
        : t('evaluateFirst'),
      `${here}/evaluation`,
    ),
    step(
      'export',
      parity === null ? 'open' : isParity ? 'done' : 'bad',
      parity === null
        ? t('noParity')
        : t('parity', {
            agreed: format.number(parity.result.agreed),
            rows: format.number(parity.result.rows),
            day: format.day(parity.createdAt),
          }),
      t('columns', { named: format.number(columns.named), total: format.number(columns.total) }),
      mayManage ? `${here}/parity` : here,
    ),
    step(
      'infrastructure',
      !version.loaded ? 'open' : version.probe.runs > 0 ? 'done' : 'warn',
      version.loaded ? t('runner') : t('notLoaded'),
      version.probe.runs > 0
        ? t('probe', {
            load: format.duration(version.probe.loadMs),
            p50: format.duration(version.probe.latencyMsP50),
            day: format.day(version.createdAt),
          })
        : t('notProbed'),
      `${here}#probe`,
    ),
  ];
}

function useServed({ project, model, traffic, mayManage }: StepsProps): Step[] {
  const t = useTranslations('monitoring.steps');
  const format = useFormat();
  const step = useStep();
  const base = modelHref(project, model.name);
  const { calls, errors } = traffic.totals;
  const share = errorShare(traffic.totals);
  const { right, wrong } = traffic.feedback;
  const last = traffic.buckets.findLast((bucket) => bucket.calls > 0)?.at;
  const lastTime = last
    ? t('lastCall', { from: format.dayTime(last), to: format.time(Date.parse(last) + traffic.bucketMs) })
    : null;
  const api = mayManage ? `${base}/api` : undefined;
  return [
    step('api', calls > 0 ? 'done' : 'open', calls > 0 ? t('calls', { count: calls }) : t('noCalls'), lastTime, api),
    step('integration', 'open', t('integration'), mayManage ? t('integrate') : null, api),
    step(
      'monitoring',
      share === null ? 'open' : errors > 0 ? 'warn' : 'done',
      share === null ? t('noCalls') : t('errors', { share: format.percent(share, { digits: errors > 0 ? 2 : 0 }) }),
      share === null
        ? null
        : t('errorsOf', { errors: format.number(errors), all: calls + errors, to: format.dayTime(traffic.to) }),
      `${base}/monitoring`,
    ),
    step(
      'feedback',
      right + wrong === 0 ? 'open' : 'done',
      right + wrong === 0
        ? t('noFeedback')
        : t('verdicts', { right: format.number(right), wrong: format.number(wrong) }),
      right + wrong === 0 ? null : t('until', { to: format.dayTime(traffic.to) }),
      `${base}/feedback`,
    ),
  ];
}
