'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { InlineError } from '@/components/ui/inline-error';
import { Panel } from '@/components/ui/panel';
import { type Step, Stepper, type StepState } from '@/components/ui/stepper';
import { useTranslations } from '@/components/ui/use-translations';
import type { Upload } from '@/lib/domain/registry/schema';
import { isFinalUpload, registryQueries } from './queries';
import { RefusalPanel } from './refusal-panel';

const STAGES = ['receive', 'read', 'probe', 'register'] as const;

function stateOf(upload: Upload | undefined, index: number): StepState {
  if (upload?.state === 'ready') return 'done';
  const reached = upload?.stage === 'wait' ? 'probe' : upload?.stage;
  const at = Math.max(1, STAGES.indexOf(STAGES.find((stage) => stage === reached) ?? 'read'));
  if (index < at) return 'done';
  if (index > at || upload?.stage === 'wait') return 'open';
  return upload?.state === 'refused' ? 'bad' : 'busy';
}

/** What the server does with a file that has arrived, step by step, and how it ended. */
export function UploadCheck({
  project,
  uploadId,
  name,
  onEnd,
  onAnother,
}: {
  project: string;
  uploadId: string;
  name: string;
  onEnd: (upload: Upload) => void;
  onAnother: () => void;
}) {
  const t = useTranslations('registry.upload');
  const { data: upload, error } = useQuery(registryQueries.upload(project, uploadId));
  const ended = useRef(false);
  useEffect(() => {
    if (!upload || !isFinalUpload(upload.state) || ended.current) return;
    ended.current = true;
    onEnd(upload);
  }, [upload, onEnd]);
  const steps = STAGES.map((stage, index): Step => {
    const state = stateOf(upload, index);
    return {
      key: stage,
      title: t(`stages.${stage}`),
      detail: stage === 'probe' && upload?.stage === 'wait' ? t('stageDetails.wait') : t(`stageDetails.${stage}`),
      state,
      stateWord: t(`stepWords.${state}`),
    };
  });
  return (
    <div className="flex flex-col gap-4">
      <Panel>
        <p role="status" className="mb-4 text-md">
          <code className="[overflow-wrap:anywhere]">{name}</code>{' '}
          {upload?.state === 'ready' ? t('ready') : upload?.state === 'refused' ? t('refusedShort') : t('checking')}
        </p>
        <Stepper label={t('stepsLabel')} steps={steps} />
      </Panel>
      {error && !upload ? <InlineError error={error} title={t('failed')} /> : null}
      {upload?.state === 'refused' && upload.problem ? (
        <RefusalPanel problem={upload.problem} filename={upload.filename} onAnother={onAnother} />
      ) : null}
    </div>
  );
}
