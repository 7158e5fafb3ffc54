'use client';
import { Upload } from 'lucide-react';
import { modelHref, versionHref } from '@/components/shell/addresses';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineError } from '@/components/ui/inline-error';
import { LinkButton } from '@/components/ui/link-button';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { UpstreamView } from '@/lib/domain/upstream/schema';
import { AgreementBar } from './agreement-bar';
import { GoalForm } from './goal-form';
import { MappingNote } from './mapping-note';
import { ShapeNote } from './shape-note';
import { useMove } from './use-change';

/** The file that answers beside the service: how far it agrees, what callers would miss, and the one click. */
export function BesidePanel({
  project,
  model,
  view,
  mayManage,
}: {
  project: string;
  model: string;
  view: UpstreamView;
  mayManage: boolean;
}) {
  const t = useTranslations('upstream.beside');
  const move = useMove({ project, model });
  const { beside } = view;
  const isService = view.answers === 'service';
  const go = (to: UpstreamView['answers']) =>
    move.mutate(to, { onSuccess: () => showSuccess(to === 'file' ? t('movedToFile') : t('movedBack')) });
  if (!beside)
    return (
      <>
        <SectionHeading title={t('title')} />
        <Panel flush>
          <EmptyState
            title={t('empty')}
            action={
              mayManage ? (
                <LinkButton href={`${modelHref(project, model)}/versions/new`} icon={<Upload aria-hidden="true" />}>
                  {t('upload')}
                </LinkButton>
              ) : undefined
            }
          >
            {view.files.length > 0 ? t('emptyWithFiles') : t('emptyBody')}
          </EmptyState>
        </Panel>
      </>
    );
  const { version } = beside;
  return (
    <>
      <SectionHeading
        title={t('title')}
        hint={t(isService ? 'asShadow' : 'asChampion', { number: version })}
        actions={
          <LinkButton href={versionHref(project, model, version)}>{t('version', { number: version })}</LinkButton>
        }
      />
      <Panel>
        <div className="flex flex-col gap-5">
          <AgreementBar beside={beside} goalAnswers={view.goalAnswers} goalPercent={view.goalPercent} />
          <MappingNote mapping={beside.mapping} />
          <ShapeNote view={view} />
          {mayManage ? <GoalForm project={project} model={model} view={view} /> : null}
          {move.isError ? <InlineError error={move.error} title={t('failed')} /> : null}
          {mayManage ? (
            <div className="flex flex-wrap items-center gap-3">
              {isService && beside.isReached ? (
                <Button kind="main" busy={move.isPending} onClick={() => go('file')}>
                  {t('toFile', { number: version })}
                </Button>
              ) : null}
              {isService ? null : (
                <Button kind="main" busy={move.isPending} onClick={() => go('service')}>
                  {t('toService')}
                </Button>
              )}
              <span className="text-sm text-ink-2">
                {!isService ? t('backHint') : beside.isReached ? t('reached') : t('notReached')}
              </span>
            </div>
          ) : null}
        </div>
      </Panel>
    </>
  );
}
