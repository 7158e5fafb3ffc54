'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { readCsvHeader } from '@/components/ui/csv-header';
import { DropZone } from '@/components/ui/drop-zone';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { SegmentedField } from '@/components/ui/segmented-field';
import { Select } from '@/components/ui/select';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { LabelFile } from '@/lib/domain/feedback/schema';
import { guessColumns, type LabelColumns } from './guess-columns';
import { LabelsFound } from './labels-found';
import { performanceQueries, sendLabels } from './queries';

const DAYS = [28, 90, 365] as const;
const DAY_MS = 86_400_000;

/** Takes the truth from a file: choose it, say which columns join it to the rows, look at what would be written, write it. */
export function LabelsSection({ project, model }: { project: string; model: string }) {
  const t = useTranslations('performance.file');
  const [file, setFile] = useState<File | null>(null);
  const [header, setHeader] = useState<readonly string[]>([]);
  const [columns, setColumns] = useState<LabelColumns>({ key: '', label: '', by: 'id', context: 'entity' });
  const [days, setDays] = useState<(typeof DAYS)[number]>(28);
  const [found, setFound] = useState<LabelFile | null>(null);
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: ({ dryRun }: { dryRun: boolean }) => {
      if (!file) throw new Error('a file is chosen first');
      const { key, label, by, context } = columns;
      const from = new Date(Date.now() - days * DAY_MS).toISOString();
      return sendLabels(
        { project, model, file },
        { key, label, ...(by === 'context' ? { context, from } : {}), dryRun },
      );
    },
    onSuccess: async (reply) => {
      setFound(reply);
      if (!reply.isWritten) return;
      showSuccess(t('written', { rows: reply.rows }));
      await client.invalidateQueries({ queryKey: performanceQueries.all(project) });
    },
  });
  const change = (more: Partial<LabelColumns>) => {
    setColumns({ ...columns, ...more });
    setFound(null);
    send.reset();
  };
  const take = async (chosen: File) => {
    const names = await readCsvHeader(chosen);
    setFile(chosen);
    setHeader(names);
    setColumns({ ...columns, ...guessColumns(names) });
    setFound(null);
    send.reset();
  };
  const options = header.map((name) => ({ value: name, label: name }));
  const isReady = columns.key !== '' && columns.label !== '' && (columns.by === 'id' || columns.context !== '');
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <Panel>
        {file ? (
          <form
            aria-label={t('title')}
            onSubmit={(event) => {
              event.preventDefault();
              if (isReady) send.mutate({ dryRun: true });
            }}
            className="flex flex-col gap-5"
          >
            <p className="flex flex-wrap items-center gap-3">
              <code className="[overflow-wrap:anywhere]">{file.name}</code>
              <Button size="sm" onClick={() => setFile(null)}>
                {t('other')}
              </Button>
            </p>
            <SegmentedField
              label={t('by')}
              choices={[
                { value: 'id', label: t('byId') },
                { value: 'context', label: t('byContext') },
              ]}
              value={columns.by}
              onValue={(by) => change({ by })}
              hint={t(columns.by === 'id' ? 'byIdHint' : 'byContextHint')}
            />
            <div className="grid gap-5 md:grid-cols-3">
              <Field label={t('key')}>
                <Select options={options} value={columns.key} onValue={(key) => change({ key })} />
              </Field>
              <Field label={t('label')}>
                <Select options={options} value={columns.label} onValue={(label) => change({ label })} />
              </Field>
              {columns.by === 'context' ? (
                <>
                  <Field label={t('context')} hint={t('contextHint')}>
                    <Input
                      value={columns.context}
                      onChange={({ target }) => change({ context: target.value.trim() })}
                    />
                  </Field>
                  <Field label={t('window')}>
                    <Select
                      options={DAYS.map((count) => ({ value: String(count), label: t('days', { days: count }) }))}
                      value={String(days)}
                      onValue={(text) => {
                        setDays(DAYS.find((count) => String(count) === text) ?? 28);
                        setFound(null);
                      }}
                    />
                  </Field>
                </>
              ) : null}
            </div>
            {found ? <LabelsFound found={found} /> : null}
            {send.isError ? <InlineError error={send.error} title={t('failed')} /> : null}
            <div className="flex flex-wrap items-center gap-3">
              {found && !found.isWritten && found.rows > 0 && found.contradictions.count === 0 ? (
                <Button kind="main" type="button" busy={send.isPending} onClick={() => send.mutate({ dryRun: false })}>
                  {t('write', { rows: found.rows })}
                </Button>
              ) : (
                <Button kind="main" type="submit" busy={send.isPending}>
                  {t('look')}
                </Button>
              )}
            </div>
          </form>
        ) : (
          <DropZone
            title={t('drop')}
            hint={t('dropHint')}
            accept={['.csv', '.tsv', '.txt']}
            onFiles={(files) => {
              if (files[0]) void take(files[0]);
            }}
          />
        )}
      </Panel>
    </Section>
  );
}
