'use client';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import { LoadDemoButton } from './demo-panel';
import { uploadCommand } from './upload-command';
import { useOrigin } from './use-origin';

/** The first visit: upload a file, load the demo, or paste the command. */
export function ModelsEmpty({
  project,
  upload,
  onDemo,
}: {
  project: string;
  upload: ReactNode;
  onDemo: (() => void) | null;
}) {
  const t = useTranslations('registry.models');
  const origin = useOrigin();
  return (
    <Panel flush>
      <EmptyState
        title={onDemo ? t('emptyTitleDemo') : upload ? t('emptyTitleUpload') : t('emptyTitle')}
        action={
          upload || onDemo ? (
            <>
              {upload}
              {onDemo ? <LoadDemoButton project={project} onStarted={onDemo} /> : null}
            </>
          ) : undefined
        }
        command={
          upload
            ? { label: t('emptyCommand'), code: uploadCommand({ origin, model: 'my-model', file: 'model.onnx' }) }
            : undefined
        }
      >
        {upload ? undefined : t('emptyAsk')}
      </EmptyState>
    </Panel>
  );
}
