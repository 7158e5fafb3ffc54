'use client';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReferenceUpload } from '@/lib/domain/datasets/schema';
import type { Drift } from '@/lib/domain/drift/schema';
import { type OfVersion, ReferenceForm } from './reference-form';
import { TakeRows } from './take-rows';

/** What is compared with what, and another file for the reference. */
export function ReferenceLine({
  of,
  drift,
  reference,
  onMade,
}: {
  of: OfVersion;
  drift: Drift;
  reference: NonNullable<Drift['reference']>;
  /** Null for those who may not upload. */
  onMade: ((upload: ReferenceUpload) => void) | null;
}) {
  const t = useTranslations('drift.line');
  const format = useFormat();
  const [isReplacing, setIsReplacing] = useState(false);
  const done = (upload: ReferenceUpload) => {
    onMade?.(upload);
    setIsReplacing(false);
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-ink-2">
        <p className="min-w-0 [overflow-wrap:anywhere]">
          {t.rich('compared', {
            number: drift.version,
            from: format.dayTime(drift.from),
            to: format.dayTime(drift.to),
            file: reference.filename ?? t('unnamed'),
            rows: reference.rows,
            day: format.dayTime(reference.createdAt),
            code: (chunks) => <code>{chunks}</code>,
          })}
        </p>
        {onMade ? (
          <Button
            size="sm"
            icon={<FileUp aria-hidden="true" />}
            aria-expanded={isReplacing}
            onClick={() => setIsReplacing(!isReplacing)}
          >
            {t(isReplacing ? 'keep' : 'replace')}
          </Button>
        ) : null}
      </div>
      {isReplacing && onMade ? (
        <>
          <ReferenceForm of={of} onDone={done} />
          <TakeRows of={of} drift={drift} onDone={done} />
        </>
      ) : null}
    </>
  );
}
