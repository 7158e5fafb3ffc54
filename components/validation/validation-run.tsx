'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { ProgressBar } from '@/components/ui/progress';
import { useTranslations } from '@/components/ui/use-translations';
import type { ValidationRun } from '@/lib/domain/validation/schema';
import { cancelValidation, type OfVersion, validationQueries } from './queries';

/** A validation that is under way, or why the last one gave no report. */
export function ValidationRunNote({ of, run, mayManage }: { of: OfVersion; run: ValidationRun; mayManage: boolean }) {
  const t = useTranslations('validation.report');
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelValidation(of),
    onSuccess: () => client.invalidateQueries({ queryKey: validationQueries.validation(of).queryKey }),
  });
  if (run.state === 'failed' || run.state === 'cancelled')
    return (
      <Note kind={run.state === 'failed' ? 'bad' : 'off'} title={t(`state.${run.state}`)}>
        {run.state === 'failed' ? run.message : null}
      </Note>
    );
  return (
    <Note
      kind="busy"
      title={t('running')}
      detail={
        <div className="mt-2 w-72 max-w-full">
          <ProgressBar label={t('progress')} share={run.progress} />
        </div>
      }
      actions={
        mayManage ? (
          <>
            <Button size="sm" busy={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('cancel')}
            </Button>
            {cancel.error ? <InlineError error={cancel.error} title={t('cancel')} /> : null}
          </>
        ) : undefined
      }
    >
      {run.step ? t(`steps.${run.step}`) : t('waiting')}
    </Note>
  );
}
