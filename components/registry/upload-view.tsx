'use client';
import { useRouter } from 'next/navigation';
import { PageHeader } from '@/components/shell/page-header';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { UploadProgress } from '@/components/ui/progress';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import { forgetUpload } from './remembered-uploads';
import { ShellUpload } from './shell-upload';
import { StoppedUploads } from './stopped-uploads';
import { UploadCheck } from './upload-check';
import { UploadForm } from './upload-form';
import { useUpload } from './use-upload';

/** A model file on its way in: choose, send, check. `model` is given where the file becomes a version of a known model. */
export function UploadView({ project, model }: { project: string; model?: string }) {
  const t = useTranslations('registry.upload');
  const router = useRouter();
  const { phase, start, cancel, reset, watch } = useUpload(project);
  const isChoosing = phase.kind === 'choose' || phase.kind === 'lost' || phase.kind === 'failed';
  return (
    <>
      <PageHeader title={model ? t('titleVersion', { model }) : t('title')} sentence={t('sentence')} />
      {model ? null : (
        <p className="mb-4 text-sm text-ink-2">
          {t('elsewhere')} <TextLink href={`/p/${project}/models/new/elsewhere`}>{t('elsewhereLink')}</TextLink>
        </p>
      )}
      <div className="max-w-3xl">
        {phase.kind === 'choose' ? <StoppedUploads project={project} model={model} onWatch={watch} /> : null}
        {isChoosing ? <UploadForm project={project} model={model} phase={phase} onStart={start} /> : null}
        {phase.kind === 'sending' ? (
          <Panel>
            <UploadProgress
              name={phase.name}
              doneBytes={phase.step.sentBytes}
              totalBytes={phase.step.totalBytes}
              bytesPerSecond={phase.step.bytesPerSecond}
              note={t('resumes')}
              onCancel={() => void cancel()}
            />
          </Panel>
        ) : null}
        {phase.kind === 'checking' ? (
          <UploadCheck
            project={project}
            uploadId={phase.uploadId}
            name={phase.name}
            onAnother={reset}
            onEnd={(upload) => {
              forgetUpload(localStorage, upload.id);
              if (upload.state === 'ready')
                router.push(
                  `/p/${project}/models/${encodeURIComponent(upload.modelName)}/versions/${upload.versionNumber}`,
                );
            }}
          />
        ) : null}
      </div>
      <Section>
        <SectionHeading title={t('shellTitle')} hint={t('shellHint')} />
        <ShellUpload project={project} model={model} />
      </Section>
    </>
  );
}
