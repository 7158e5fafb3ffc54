'use client';
import { useQuery } from '@tanstack/react-query';
import { FileCheck, Upload } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DropZone } from '@/components/ui/drop-zone';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { MAX_MODEL_BYTES, ModelName } from '@/lib/domain/registry/schema';
import { proposeModelName } from './propose-model-name';
import { registryQueries } from './queries';
import { listRemembered } from './remembered-uploads';
import type { UploadPhase } from './use-upload';

/** Choose a file, name the model, send. A file that this browser began to send goes on at once. */
export function UploadForm({
  project,
  model,
  phase,
  onStart,
}: {
  project: string;
  model?: string | undefined;
  phase: UploadPhase;
  onStart: (file: File, model: string) => Promise<void>;
}) {
  const t = useTranslations('registry.upload');
  const format = useFormat();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [hasLeft, setHasLeft] = useState(false);
  const models = useQuery({ ...registryQueries.models(project), enabled: model === undefined });
  const target = model ?? name;
  const isNameFit = ModelName.safeParse(target).success;
  const known = models.data?.models.find((candidate) => candidate.name === target);
  const take = (chosen: File) => {
    setFile(chosen);
    const begun = listRemembered(localStorage).find(
      (entry) =>
        entry.project === project &&
        (model === undefined || entry.model === model) &&
        entry.name === chosen.name &&
        entry.size === chosen.size &&
        entry.lastModified === chosen.lastModified,
    );
    if (begun) {
      setName(begun.model);
      void onStart(chosen, begun.model);
    } else if (name === '') setName(proposeModelName(chosen.name));
  };
  const isTooLarge = file !== null && file.size > MAX_MODEL_BYTES;
  const isEmpty = file !== null && file.size === 0;
  return (
    <div className="flex flex-col gap-4">
      {phase.kind === 'lost' ? (
        <Note
          kind="bad"
          urgent
          title={t('lost', { share: format.percent(phase.share, { digits: 0 }) })}
          detail={t('kept')}
        >
          {t('chooseAgain')}
        </Note>
      ) : null}
      {phase.kind === 'failed' ? <InlineError error={phase.error} title={t('failed')} /> : null}
      <DropZone
        title={t('drop')}
        hint={t('dropHint')}
        accept={['.onnx', '.pkl', '.pickle', '.joblib']}
        onFiles={(files) => {
          if (files[0]) take(files[0]);
        }}
      />
      {file ? (
        <Panel>
          <form
            className="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              setHasLeft(true);
              if (isNameFit && !isTooLarge && !isEmpty) void onStart(file, target);
            }}
          >
            <p className="flex min-w-0 items-center gap-2 text-sm">
              <FileCheck aria-hidden="true" className="shrink-0 text-ink-3" />
              <code className="min-w-0 truncate">{file.name}</code>
              <span className="shrink-0 text-ink-3">{format.bytes(file.size)}</span>
            </p>
            {isTooLarge ? (
              <Note kind="bad" urgent>
                {t('tooLarge', { size: format.bytes(file.size), limit: format.bytes(MAX_MODEL_BYTES) })}
              </Note>
            ) : null}
            {isEmpty ? (
              <Note kind="bad" urgent>
                {t('empty')}
              </Note>
            ) : null}
            {model === undefined ? (
              <Field
                label={t('name')}
                hint={
                  known ? t('becomes', { model: known.name, number: (known.versions.at(-1) ?? 0) + 1 }) : t('nameHint')
                }
                error={hasLeft && !isNameFit ? t('nameRule', { name }) : undefined}
                required
              >
                <Input
                  value={name}
                  maxLength={128}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={(event) => setName(event.target.value)}
                  onBlur={() => setHasLeft(true)}
                />
              </Field>
            ) : null}
            {isTooLarge || isEmpty ? null : (
              <div>
                <Button type="submit" kind="main" icon={<Upload aria-hidden="true" />}>
                  {model === undefined ? t('send') : t('sendVersion')}
                </Button>
              </div>
            )}
          </form>
        </Panel>
      ) : null}
    </div>
  );
}
