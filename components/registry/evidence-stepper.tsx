'use client';
import { modelHref, versionHref } from '@/components/shell/addresses';
import { type Step, Stepper, type StepState } from '@/components/ui/stepper';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { CardView } from '@/lib/domain/cards/schema';
import type { OverlayView, Version } from '@/lib/domain/registry/schema';
import type { ValidationReports, VersionValidation } from '@/lib/domain/validation/schema';
import { countNamed, draftFrom } from './column-draft';
import { readFindings } from './read-findings';

/** What proves that a version may go live, step by step; each step opens its place. No tick without evidence. */
export function EvidenceStepper({
  project,
  model,
  version,
  overlay,
  reports,
  validation,
  card,
  mayManage,
}: {
  project: string;
  model: string;
  version: Version;
  overlay: OverlayView;
  reports: ValidationReports;
  validation: VersionValidation;
  card: CardView;
  mayManage: boolean;
}) {
  const t = useTranslations('registry.steps');
  const format = useFormat();
  const here = versionHref(project, model, version.number);
  const step = (
    key: string,
    title: string,
    state: StepState,
    evidence: string,
    href: string | undefined,
    detail?: string,
  ): Step => ({
    key,
    title,
    state,
    stateWord: t(`words.${state}`),
    evidence,
    ...(href ? { href } : {}),
    ...(detail ? { detail } : {}),
  });
  const validationStep = (): Step => {
    const checks = validation.report?.checks ?? null;
    const count = (verdict: 'fail' | 'warn') => checks?.filter((check) => check.verdict === verdict).length ?? 0;
    const [fail, warn] = [count('fail'), count('warn')];
    const evidence =
      checks === null
        ? t('validatedNone')
        : fail > 0
          ? t('validatedFail', { fail })
          : warn > 0
            ? t('validatedWarn', { warn })
            : t('validatedPass');
    const state = checks === null ? 'open' : fail > 0 ? 'bad' : warn > 0 ? 'warn' : 'done';
    const when = validation.report ? format.day(validation.report.createdAt) : undefined;
    return step('validated', t('validated'), state, evidence, `${here}/validation`, when);
  };
  const { columns } = draftFrom(overlay);
  const named = countNamed(columns);
  const { parity, evaluation } = reports;
  const agrees = parity !== null && parity.result.agreed === parity.result.rows;
  const score = evaluation?.result.classification?.accuracy.value ?? evaluation?.result.regression?.mae.value ?? null;
  const steps = [
    step('uploaded', t('uploaded'), 'done', format.bytes(version.sizeBytes), '#file', format.day(version.createdAt)),
    step(
      'read',
      t('read'),
      'done',
      t('readEvidence'),
      '#signature',
      t('readDetail', { count: readFindings(version.inspection.findings, named === columns.length).length }),
    ),
    step(
      'probed',
      t('probed'),
      version.probe.runs > 0 ? 'done' : 'warn',
      version.probe.runs > 0
        ? t('probedEvidence', { time: format.duration(version.probe.latencyMsP50) })
        : t('probedNothing'),
      '#probe',
      t('probedDetail', { runs: version.probe.runs }),
    ),
    step(
      'columns',
      t('columns'),
      named === columns.length ? 'done' : 'open',
      t('columnsEvidence', { named: format.number(named), total: format.number(columns.length) }),
      `${here}/columns`,
    ),
    step(
      'parity',
      t('parity'),
      parity === null ? 'open' : agrees ? 'done' : 'bad',
      parity === null
        ? t('parityNone')
        : t('parityEvidence', { agreed: format.number(parity.result.agreed), rows: format.number(parity.result.rows) }),
      mayManage ? `${here}/parity` : undefined,
      parity ? format.day(parity.createdAt) : undefined,
    ),
    step(
      'evaluated',
      t('evaluated'),
      evaluation === null ? 'open' : 'done',
      evaluation === null || score === null
        ? t('evaluatedNone')
        : t(evaluation.result.task === 'classification' ? 'accuracy' : 'mae', {
            value: format
              .withUnit(
                evaluation.result.classification ? format.score(score) : format.figures(score, 4),
                evaluation.result.regression?.unit ?? '',
              )
              .trim(),
          }),
      `${here}/evaluation`,
      evaluation
        ? t('evaluatedDetail', {
            rows: format.number(evaluation.result.rows),
            effective: format.number(evaluation.result.effectiveRows),
          })
        : undefined,
    ),
    validationStep(),
    step(
      'card',
      t('card'),
      card.published ? 'done' : 'open',
      card.published?.publishedAt
        ? t('cardPublished', { day: format.day(card.published.publishedAt) })
        : card.draft
          ? t('cardDraft')
          : t('cardNone'),
      `${modelHref(project, model)}/card?version=${version.number}`,
    ),
  ];
  return <Stepper label={t('label')} steps={steps} />;
}
