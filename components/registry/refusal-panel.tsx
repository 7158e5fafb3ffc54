'use client';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Upload } from '@/lib/domain/registry/schema';
import { explainRefusal, type Refusal } from './explain-refusal';

/** Why a file was refused and what to type to get one that is taken. */
export function RefusalPanel({
  problem,
  filename,
  onAnother,
}: {
  problem: NonNullable<Upload['problem']>;
  filename: string;
  onAnother: () => void;
}) {
  const t = useTranslations('registry.refusal');
  const format = useFormat();
  const refusal = explainRefusal(problem, filename);
  const values = Object.fromEntries(
    Object.entries(refusal.values).map(([key, value]) => [
      key,
      typeof value === 'number' ? format.number(value) : value,
    ]),
  );
  return (
    <Panel>
      <div className="flex flex-col gap-4">
        <Note
          kind="bad"
          urgent
          title={<span className="[overflow-wrap:anywhere]">{t('title', { file: filename })}</span>}
        >
          {t(`causes.${refusal.cause}`, values)}
        </Note>
        <PickleFacts refusal={refusal} />
        {refusal.fix === 'none' ? null : (
          <p className="text-md">
            <strong className="font-semibold">{t('fix')}</strong> {t(`fixes.${refusal.fix}`)}
          </p>
        )}
        {refusal.shell.map((line) => (
          <CodeBlock
            key={line}
            label={t('shellCode')}
            samples={[{ key: 'shell', label: t('shellCode'), code: line }]}
          />
        ))}
        {refusal.python.length > 0 ? (
          <CodeBlock
            label={t('pythonCode')}
            samples={[{ key: 'python', label: t('pythonCode'), code: refusal.python.join('\n') }]}
          />
        ) : null}
        <div>
          <Button kind="main" onClick={onAnother}>
            {t('another')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function PickleFacts({ refusal: { pickle } }: { refusal: Refusal }) {
  const t = useTranslations('registry.refusal');
  if (!pickle) return null;
  return (
    <div className="flex flex-col gap-2 text-md">
      <p>
        {pickle.estimator
          ? t.rich('found', {
              name: pickle.estimator,
              code: (text) => <code className="[overflow-wrap:anywhere]">{text}</code>,
            })
          : t('foundNothing')}
      </p>
      {pickle.suspicious.length > 0 ? (
        <p className="text-bad">
          {t('suspicious')} <code className="[overflow-wrap:anywhere]">{pickle.suspicious.join(', ')}</code>
        </p>
      ) : null}
      {pickle.globals.length > 0 ? (
        <details className="text-sm">
          <summary className="cursor-pointer text-ink-2">{t('seeFound', { count: pickle.globals.length })}</summary>
          <ul className="mt-2 max-h-60 overflow-auto">
            {pickle.globals.map((name) => (
              <li key={name}>
                <code className="[overflow-wrap:anywhere]">{name}</code>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
