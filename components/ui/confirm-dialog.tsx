'use client';
import type { ReactNode } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';
import { InlineError } from './inline-error';

/** Asks before something that has a consequence: keep, or do it. What went wrong with doing it is told below. */
export function ConfirmDialog({
  open = true,
  question,
  consequence,
  keep,
  act,
  kind,
  busy,
  error,
  failed,
  onKeep,
  onAct,
}: {
  open?: boolean;
  question: ReactNode;
  consequence: ReactNode;
  /** What the two buttons say. */
  keep: ReactNode;
  act: ReactNode;
  kind: 'main' | 'danger-solid';
  busy: boolean;
  /** Null while nothing went wrong; `failed` is its title. */
  error: Error | null;
  failed: string;
  onKeep: () => void;
  onAct: () => void;
}) {
  return (
    <Dialog
      open={open}
      onOpen={(next) => (next ? undefined : onKeep())}
      question={question}
      answers={
        <>
          <Button onClick={onKeep}>{keep}</Button>
          <Button kind={kind} busy={busy} onClick={onAct}>
            {act}
          </Button>
        </>
      }
    >
      <p>{consequence}</p>
      {error ? <InlineError error={error} title={failed} /> : null}
    </Dialog>
  );
}
