'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ChosenFile } from '@/components/ui/chosen-file';
import { Dialog } from '@/components/ui/dialog';
import { InlineError } from '@/components/ui/inline-error';
import { useTranslations } from '@/components/ui/use-translations';
import { FileFound } from './file-found';
import { feedbackQueries, sendFeedbackFile } from './queries';

/** Gives feedback on many rows by a file: choose it, look at what would be written and what cannot be taken, write it. */
export function FeedbackFileDialog({ project, model }: { project: string; model: string }) {
  const t = useTranslations('feedback.file');
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [partial, setPartial] = useState(false);
  const send = useMutation({
    mutationFn: ({ dryRun }: { dryRun: boolean }) => {
      if (!file) throw new Error('a file is chosen first');
      return sendFeedbackFile({ project, model, file }, { dryRun, partial });
    },
    onSuccess: async ({ isWritten }) => {
      if (isWritten) await client.invalidateQueries({ queryKey: feedbackQueries.all(project) });
    },
  });
  const start = (chosen: File | null) => {
    setFile(chosen);
    setPartial(false);
    send.reset();
  };
  const found = send.data;
  const good = found ? found.added + found.changed : 0;
  const canWrite = found && !found.isWritten && good > 0 && (found.refused === 0 || partial);
  const close = () => {
    setIsOpen(false);
    start(null);
  };
  return (
    <>
      <Button icon={<Upload aria-hidden="true" />} onClick={() => setIsOpen(true)}>
        {t('open')}
      </Button>
      <Dialog
        open={isOpen}
        onOpen={(next) => (next ? setIsOpen(true) : close())}
        question={t('title')}
        answers={
          <>
            <Button onClick={close}>{t(found?.isWritten ? 'close' : 'cancel')}</Button>
            {file && !found?.isWritten ? (
              <Button kind="main" busy={send.isPending} onClick={() => send.mutate({ dryRun: !canWrite })}>
                {canWrite ? t('write', { n: good }) : t('look')}
              </Button>
            ) : null}
          </>
        }
      >
        <p>{t('body')}</p>
        <p className="text-xs text-ink-3">{t('columns')}</p>
        <ChosenFile
          file={file}
          onFile={start}
          accept={['.csv', '.tsv', '.txt', '.jsonl', '.ndjson']}
          title={t('drop')}
          hint={t('dropHint')}
          other={t('other')}
        />
        {found ? <FileFound found={found} /> : null}
        {found && !found.isWritten && found.refused > 0 && good > 0 ? (
          <Checkbox
            label={t('partial', { n: good })}
            hint={t('partialHint')}
            checked={partial}
            onChange={(event) => setPartial(event.target.checked)}
          />
        ) : null}
        {send.isError ? <InlineError error={send.error} title={t('failed')} /> : null}
      </Dialog>
    </>
  );
}
