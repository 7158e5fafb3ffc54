'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { AlertRule } from '@/lib/domain/alerts/schema';
import { apiResponse } from '@/lib/platform/http/client';
import { alertQueries } from './queries';

export function DeleteRuleDialog({
  project,
  rule: { id, name },
  onKeep,
  onGone,
}: {
  project: string;
  rule: AlertRule;
  onKeep: () => void;
  onGone: () => void;
}) {
  const t = useTranslations('alerts.delete');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => apiResponse(`/api/alert-rules/${id}`, { method: 'DELETE', project }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: alertQueries.all(project) });
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
