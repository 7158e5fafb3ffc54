'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { InlineError } from '@/components/ui/inline-error';
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
