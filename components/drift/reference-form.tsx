'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SendOneFile } from '@/components/ui/send-one-file';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReferenceUpload } from '@/lib/domain/datasets/schema';
import { driftQueries, MAX_REFERENCE_BYTES, sendReference } from './queries';
import { ReferenceFailure } from './reference-failure';

export interface OfVersion {
  project: string;
  model: string;
  version: number;
}

/** Takes the CSV that a version was trained on; `onDone` gets what was made of it. */
export function ReferenceForm({ of, onDone }: { of: OfVersion; onDone: (upload: ReferenceUpload) => void }) {
  const t = useTranslations('drift.upload');
  const client = useQueryClient();
  const [sentBytes, setSentBytes] = useState(0);
  const send = useMutation({
    mutationFn: (file: File) => sendReference(of, file, setSentBytes),
    onMutate: () => setSentBytes(0),
    onSuccess: async (upload) => {
      onDone(upload);
      await client.invalidateQueries({ queryKey: driftQueries.all(of.project) });
    },
  });
  return (
    <SendOneFile
      send={send}
      sentBytes={sentBytes}
      limitBytes={MAX_REFERENCE_BYTES}
      accept={['.csv', '.tsv', '.txt', '.parquet']}
      title={t('drop')}
      hint={t('hint')}
      reading={t('reading')}
      tooLarge={(sizes) => t('tooLarge', sizes)}
      failure={send.error ? <ReferenceFailure error={send.error} of={of} /> : null}
    />
  );
}
