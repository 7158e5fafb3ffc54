'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ChosenFile } from '@/components/ui/chosen-file';
import { Dialog } from '@/components/ui/dialog';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { SegmentedField } from '@/components/ui/segmented-field';
import { useTranslations } from '@/components/ui/use-translations';
import { IMPORT_FORMATS, type ImportedReviews } from '@/lib/domain/review/schema';
import { importReviews, reviewQueries } from './queries';

/** Takes reviews from a file of Label Studio or Argilla: choose it, look at what would be written, write it. */
export function ImportDialog({ project, queue }: { project: string; queue: string }) {
  const t = useTranslations('review.import');
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState<(typeof IMPORT_FORMATS)[number]>('label-studio');
  const send = useMutation({
    mutationFn: ({ dryRun }: { dryRun: boolean }) => {
      if (!file) throw new Error('a file is chosen first');
      return importReviews(project, queue, { file, format, dryRun });
    },
    onSuccess: async ({ isWritten }) => {
      if (isWritten) await client.invalidateQueries({ queryKey: reviewQueries.all(project) });
    },
  });
  const start = (chosen: File | null) => {
    setFile(chosen);
    send.reset();
  };
  const found = send.data;
  const canWrite = found && !found.isWritten && found.reviews + found.added > 0;
  return (
    <>
      <Button icon={<Upload aria-hidden="true" />} onClick={() => setIsOpen(true)}>
        {t('open')}
      </Button>
      <Dialog
        open={isOpen}
        onOpen={(next) => {
          setIsOpen(next);
          if (!next) start(null);
        }}
        question={t('title')}
        answers={
          <>
            <Button
              onClick={() => {
                setIsOpen(false);
                start(null);
              }}
            >
              {t('cancel')}
            </Button>
            {file && !found?.isWritten ? (
              <Button kind="main" busy={send.isPending} onClick={() => send.mutate({ dryRun: !canWrite })}>
                {canWrite ? t('write', { n: found.reviews }) : t('look')}
              </Button>
            ) : null}
          </>
        }
      >
        <p>{t('body')}</p>
        <SegmentedField
          label={t('format')}
          choices={IMPORT_FORMATS.map((value) => ({
            value,
            label: value === 'argilla' ? 'Argilla' : 'Label Studio',
          }))}
          value={format}
          hint={t('formatHint')}
          onValue={(value) => {
            setFormat(value);
            send.reset();
          }}
        />
        <ChosenFile
          file={file}
          onFile={start}
          accept={['.json']}
          title={t('drop')}
          hint={t('dropHint')}
          other={t('other')}
        />
        {found ? <Found found={found} /> : null}
        {send.isError ? <InlineError error={send.error} title={t('failed')} /> : null}
      </Dialog>
    </>
  );
}

const FACTS = ['added', 'settled', 'disputed', 'already', 'late', 'held', 'empty'] as const;

function Found({ found }: { found: ImportedReviews }) {
  const t = useTranslations('review.import');
  const facts = [
    t('tasks', { n: found.tasks }),
    ...FACTS.filter((name) => found[name] > 0).map((name) => t(name, { n: found[name] })),
  ];
  return (
    <div role="status">
      <Note
        kind={found.isWritten ? 'ok' : 'info'}
        title={t(found.isWritten ? 'written' : 'would', { n: found.reviews })}
        detail={facts.join(' · ')}
      />
    </div>
  );
}
