'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { InlineError } from '@/components/ui/inline-error';
import { SendOneFile } from '@/components/ui/send-one-file';
import { useTranslations } from '@/components/ui/use-translations';
import { MAX_DATASET_BYTES, sendUpload } from './queries';
import { SaveForm } from './save-form';

/** Takes a file, then what its columns are, then saves it as a version. */
export function UploadView({
  project,
  dataset,
}: {
  project: string;
  /** The dataset that gets one more version; null for a new one. */
  dataset: { id: string; name: string } | null;
}) {
  const t = useTranslations('datasets.upload');
  const [sentBytes, setSentBytes] = useState(0);
  const send = useMutation({
    mutationFn: (file: File) => sendUpload(project, file, setSentBytes),
    onMutate: () => setSentBytes(0),
  });
  if (send.isSuccess)
    return <SaveForm project={project} dataset={dataset} upload={send.data} onAnother={() => send.reset()} />;
  return (
    <SendOneFile
      send={send}
      sentBytes={sentBytes}
      limitBytes={MAX_DATASET_BYTES}
      accept={['.csv', '.tsv', '.txt', '.parquet']}
      title={t('drop')}
      hint={t('hint')}
      reading={t('reading')}
      tooLarge={(sizes) => t('tooLarge', sizes)}
      failure={<InlineError error={send.error} title={t('refused')} />}
    />
  );
}
