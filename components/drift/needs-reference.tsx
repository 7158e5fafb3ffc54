'use client';
import { CodeBlock } from '@/components/ui/code-block';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReferenceUpload } from '@/lib/domain/datasets/schema';
import type { Drift } from '@/lib/domain/drift/schema';
import { type OfVersion, ReferenceForm } from './reference-form';
import { TakeRows } from './take-rows';

/** What drift needs before it can say anything, and how to give it. */
export function NeedsReference({
  of,
  drift,
  command,
  onMade,
}: {
  of: OfVersion;
  drift: Drift;
  command: string;
  /** Null for those who may not upload. */
  onMade: ((upload: ReferenceUpload) => void) | null;
}) {
  const t = useTranslations('drift.needs');
  return (
    <div className="flex flex-col gap-4">
      <Panel>
        <SectionHeading title={t('title', { number: of.version })} />
        <ul className="flex max-w-measure list-disc flex-col gap-1.5 pl-5 text-md text-ink-2">
          <li>{t('what')}</li>
          <li>{t('how')}</li>
          <li>{t('then', { rows: drift.rows })}</li>
        </ul>
        {onMade ? null : <p className="mt-3 text-md">{t('ask')}</p>}
      </Panel>
      {onMade ? (
        <>
          <ReferenceForm of={of} onDone={onMade} />
          <Panel>
            <SectionHeading title={t('noFile')} hint={t('noFileHint')} />
            <TakeRows of={of} drift={drift} onDone={onMade} />
          </Panel>
          <Panel>
            <p className="mb-1.5 text-xs text-ink-3">{t('command')}</p>
            <CodeBlock label={t('command')} samples={[{ key: 'shell', label: t('command'), code: command }]} />
          </Panel>
        </>
      ) : null}
    </div>
  );
}
