'use client';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import { PULL_FAULTS, type PullFault } from '@/lib/domain/feedback/schema';
import { ApiError } from '@/lib/platform/http/client';

/** Why labels could not be pulled, what to do, and what the other side said. */
export function FaultNote({ fault, said, title }: { fault: PullFault; said: string | null; title?: string }) {
  const t = useTranslations('performance.pulled.faults');
  return (
    <Note
      kind="bad"
      title={title ?? t(fault)}
      detail={said === null ? undefined : <span className="[overflow-wrap:anywhere]">{said}</span>}
    >
      {title === undefined ? null : t(fault)}
    </Note>
  );
}

/** The same of an error that a call brought. */
export function PullFailure({ error, title }: { error: unknown; title: string }) {
  const problem = error instanceof ApiError ? error.problem : null;
  const fault = PULL_FAULTS.find((known) => known === problem?.reason);
  if (!fault) return <InlineError error={error} title={title} />;
  const said = problem?.details?.said;
  return (
    <div role="alert">
      <FaultNote fault={fault} said={typeof said === 'string' ? said : null} title={title} />
    </div>
  );
}
