'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
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
    <ConfirmDialog
      question={t('question', { name })}
      consequence={t('consequence')}
      keep={t('keep')}
      act={t('do')}
      kind="danger-solid"
      busy={remove.isPending}
      error={remove.error}
      failed={t('failed')}
      onKeep={onKeep}
      onAct={() => remove.mutate()}
    />
  );
}
