'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { failureFields } from '@/components/ui/failure';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetUpload } from '@/lib/domain/datasets/schema';
import { type ColumnDraft, columnsOf, draftColumns, rolesOf } from './column-draft';
import { ColumnTable } from './column-table';
import { datasetQueries, saveUpload } from './queries';
import { TriedUpload } from './tried-upload';

/** Types and roles of the columns of an upload; tried, then saved. */
export function SaveForm({
  project,
  dataset,
  upload,
  onAnother,
}: {
  project: string;
  dataset: { id: string; name: string } | null;
  upload: DatasetUpload;
  onAnother: () => void;
}) {
  const t = useTranslations('datasets.save');
  const format = useFormat();
  const router = useRouter();
  const client = useQueryClient();
  const [name, setName] = useState(dataset?.name ?? upload.filename.replace(/\.[a-z]+$/i, ''));
  const [description, setDescription] = useState('');
  const [columns, setColumns] = useState<ColumnDraft[]>(() => draftColumns(upload.columns));
  const place = dataset ? { datasetId: dataset.id } : { name, description };
  const body = (dryRun: boolean) => ({
    uploadId: upload.id,
    place,
    columns: columnsOf(columns),
    roles: rolesOf(columns),
    dryRun,
  });
  const attempt = useMutation({ mutationFn: () => saveUpload(project, body(true)) });
  const save = useMutation({
    mutationFn: () => saveUpload(project, body(false)),
    onSuccess: async ({ version }) => {
      if (!version) return;
      showSuccess(t('saved', { name: version.name, number: version.number }));
      await client.invalidateQueries({ queryKey: datasetQueries.all(project) });
      router.push(`/p/${project}/datasets/${version.datasetId}`);
    },
  });
  const change = (next: ColumnDraft[]) => {
    setColumns(next);
    attempt.reset();
    save.reset();
  };
  const nameError = failureFields(save.error)['place.name'] ?? failureFields(attempt.error)['place.name'];
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {dataset ? null : (
        <Panel>
          <div className="flex max-w-3xl flex-col gap-4">
            <Field label={t('name')} required error={nameError ? t('nameTaken') : undefined}>
              <Input
                value={name}
                maxLength={100}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            <Field label={t('description')} optional>
              <Input value={description} maxLength={1000} onChange={(event) => setDescription(event.target.value)} />
            </Field>
          </div>
        </Panel>
      )}
      <div>
        <SectionHeading
          title={t('columns')}
          hint={t('columnsHint', {
            file: upload.filename,
            rows: format.number(upload.rows),
            columns: format.number(upload.columns.length),
          })}
          actions={
            <Button size="sm" onClick={onAnother}>
              {t('another')}
            </Button>
          }
        />
        <Panel flush>
          <ColumnTable found={upload.columns} columns={columns} onColumns={change} />
        </Panel>
      </div>
      {attempt.data ? <TriedUpload found={attempt.data} /> : null}
      {attempt.error ? <InlineError error={attempt.error} title={t('failed')} /> : null}
      {save.error ? <InlineError error={save.error} title={t('failed')} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button busy={attempt.isPending} onClick={() => attempt.mutate()}>
          {t('try')}
        </Button>
        <Button
          type="submit"
          kind="main"
          busy={save.isPending}
          locked={name.trim() === '' ? t('nameFirst') : undefined}
        >
          {dataset ? t('submitVersion') : t('submit')}
        </Button>
      </div>
    </form>
  );
}
