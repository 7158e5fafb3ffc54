'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { InlineError } from '@/components/ui/inline-error';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { LabelSourceView } from '@/lib/domain/feedback/schema';
import { deleteSource, labelSourcesQuery } from './label-source-queries';

export function DeleteSourceDialog({
  of,
  source: { id, name },
  onKeep,
  onGone,
}: {
  of: { project: string; model: string };
  source: LabelSourceView;
  onKeep: () => void;
  onGone: () => void;
}) {
  const t = useTranslations('performance.pulled.delete');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteSource(of, id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: labelSourcesQuery(of).queryKey });
      showSuccess(t('done', { name }));
      onGone();
    },
  });
  return (
    <Dialog
      open
      onOpen={(open) => (open ? undefined : onKeep())}
      question={t('question', { name })}
      answers={
        <>
          <Button onClick={onKeep}>{t('keep')}</Button>
          <Button kind="danger-solid" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t('do')}
          </Button>
        </>
      }
    >
      <p>{t('consequence')}</p>
      {remove.isError ? <InlineError error={remove.error} title={t('failed')} /> : null}
    </Dialog>
  );
}
