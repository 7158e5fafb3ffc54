'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { QueryPanel } from '@/components/shell/query-panel';
import { useRange } from '@/components/shell/range-control';
import { useNamed } from '@/components/shell/use-named';
import { Skeleton } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReferenceUpload } from '@/lib/domain/datasets/schema';
import { DriftReport } from './drift-report';
import { NeedsReference } from './needs-reference';
import { DRIFT_RANGE, driftQueries } from './queries';
import { ReferenceNote } from './reference-note';
import { useVersionChoice } from './version-choice';

/** Do inputs still look like the rows that the version learnt from? */
export function DriftView({
  project,
  model,
  command,
  mayUpload,
  mayEdit,
}: {
  project: string;
  model: string;
  /** The shell line that sends the training rows of a version; `{version}` stands for its number. */
  command: string;
  mayUpload: boolean;
  mayEdit: boolean;
}) {
  const t = useTranslations('drift');
  const texts = useTranslations('drift.text');
  const named = useNamed();
  const range = useRange(DRIFT_RANGE);
  const { version } = useVersionChoice();
  const [made, setMade] = useState<ReferenceUpload | null>(null);
  const query = useQuery(driftQueries.detail(project, model, { range: range.text, version }));
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-[640px] w-full" />}>
      {(found) => {
        const features = found.features.map((feature) => ({
          ...named(feature),
          unit: feature.text?.measure === 'length' ? texts('unit') : feature.unit,
        }));
        const drift = { ...found, features };
        const of = { project, model, version: drift.version };
        return drift.reference ? (
          <>
            {made?.reference.id === drift.reference.id ? <ReferenceNote upload={made} /> : null}
            <DriftReport
              key={drift.version}
              of={of}
              drift={drift}
              reference={drift.reference}
              onMade={mayUpload ? setMade : null}
              mayEdit={mayEdit}
            />
          </>
        ) : (
          <NeedsReference
            of={of}
            drift={drift}
            command={command.replace('{version}', String(drift.version))}
            onMade={mayUpload ? setMade : null}
          />
        );
      }}
    </QueryPanel>
  );
}
