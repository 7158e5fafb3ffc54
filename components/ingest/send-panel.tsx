'use client';
import { CodeBlock } from '@/components/ui/code-block';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import { ingestAddress, type SentModel, sendCommands } from './send-commands';

/** How predictions of a model that is served elsewhere come here: lines that run as pasted, and what the address takes besides. */
export function SendPanel({ of }: { of: SentModel }) {
  const t = useTranslations('ingest.send');
  return (
    <Panel>
      <SectionHeading title={t('title')} hint={t('hint')} />
      <CodeBlock
        label={t('title')}
        samples={sendCommands(of).map(({ key, code }) => ({ key, label: t(`samples.${key}`), code }))}
      />
      <p className="mt-4 text-sm font-medium">{t('address')}</p>
      <CodeBlock label={t('address')} samples={[{ key: 'address', label: t('address'), code: ingestAddress(of) }]} />
      <ul className="mt-4 flex max-w-measure list-disc flex-col gap-1.5 pl-5 text-sm text-ink-2">
        {(['fields', 'score', 'versions', 'failures', 'events', 'capture', 'limits'] as const).map((key) => (
          <li key={key}>{t(`notes.${key}`)}</li>
        ))}
      </ul>
    </Panel>
  );
}
