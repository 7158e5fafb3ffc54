'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { useTranslations } from '@/components/ui/use-translations';
import { ApiError } from '@/lib/platform/http/client';

const SHORTEST = 3;

/** Why a promotion was not begun; an administrator may pass the gate with a reason. */
export function AskFailure({
  error,
  mayOverride,
  busy,
  onOverride,
}: {
  error: Error;
  mayOverride: boolean;
  busy: boolean;
  onOverride: (reason: string) => void;
}) {
  const t = useTranslations('promotion.ask');
  const [reason, setReason] = useState('');
  const isGate = error instanceof ApiError && error.problem.reason === 'gate_failed';
  return (
    <div className="flex flex-col gap-3">
      <InlineError error={error} title={t('failed')} />
      {isGate && mayOverride ? (
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t('override')}>
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <Button
            kind="danger"
            busy={busy}
            onClick={() => reason.trim().length >= SHORTEST && onOverride(reason.trim())}
          >
            {t('overrideAct')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
