'use client';
import { CodeBlock } from '@/components/ui/code-block';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import { uploadCommand } from './upload-command';
import { useOrigin } from './use-origin';

/** The same upload as one line for the shell. */
export function ShellUpload({ project, model }: { project: string; model?: string | undefined }) {
  const t = useTranslations('registry.upload');
  const origin = useOrigin();
  return (
    <div className="max-w-3xl">
      <CodeBlock
        label={t('shellTitle')}
        samples={[
          {
            key: 'curl',
            label: 'curl',
            code: uploadCommand({ origin, model: model ?? 'my-model', file: 'model.onnx' }),
          },
        ]}
      />
      <p className="mt-2 text-xs text-ink-3">
        {t.rich('shellKey', {
          code: (text) => <code>{text}</code>,
          keys: (text) => <TextLink href={`/p/${project}/settings/keys`}>{text}</TextLink>,
        })}
      </p>
    </div>
  );
}
