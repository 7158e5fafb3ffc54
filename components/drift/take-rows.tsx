'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReferenceUpload } from '@/lib/domain/datasets/schema';
import type { Drift } from '@/lib/domain/drift/schema';
import { driftQueries, takeRows } from './queries';
import type { OfVersion } from './reference-form';

/** Makes the rows of the window that is shown the reference. */
export function TakeRows({
  of,
  drift,
  onDone,
}: {
  of: OfVersion;
  drift: Pick<Drift, 'from' | 'to' | 'rows'>;
  onDone: (upload: ReferenceUpload) => void;
}) {
  const t = useTranslations('drift.take');
  const format = useFormat();
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: () => takeRows(of, { from: drift.from, to: drift.to }),
    onSuccess: async (upload) => {
      onDone(upload);
      await client.invalidateQueries({ queryKey: driftQueries.all(of.project) });
    },
  });
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="max-w-measure text-sm text-ink-2">
        {t('what', { rows: drift.rows, from: format.dayTime(drift.from), to: format.dayTime(drift.to) })}
      </p>
      <Button busy={take.isPending} locked={drift.rows === 0 ? t('none') : undefined} onClick={() => take.mutate()}>
        {t('take')}
      </Button>
      {take.isError ? <InlineError title={t('notTaken')} error={take.error} /> : null}
    </div>
  );
}
