'use client';
import { type ReactNode, useState } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';
import { Field } from './field';
import { InlineError } from './inline-error';
import { Input } from './input';

/** Asks before something is deleted for good: its name must be typed. */
export function DeleteDialog({
  open,
  name,
  question,
  warning,
  type,
  keep,
  act,
  locked,
  busy,
  error,
  failed,
  onClose,
  onDelete,
}: {
  open: boolean;
  /** What must be typed. */
  name: string;
  question: ReactNode;
  warning: ReactNode;
  /** Label of the field. */
  type: ReactNode;
  keep: ReactNode;
  act: ReactNode;
  /** Why the button does nothing before the name is there. */
  locked: string;
  busy: boolean;
  /** Null while nothing went wrong; `failed` is its title. */
  error: Error | null;
  failed?: string;
  onClose: () => void;
  onDelete: () => void;
}) {
  const [typed, setTyped] = useState('');
  const close = () => {
    setTyped('');
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpen={(next) => (next ? undefined : close())}
      keepOpen={typed !== ''}
      question={question}
      answers={
        <>
          <Button onClick={close}>{keep}</Button>
          <Button kind="danger-solid" busy={busy} locked={typed === name ? undefined : locked} onClick={onDelete}>
            {act}
          </Button>
        </>
      }
    >
      <p>{warning}</p>
      <Field label={type}>
        <Input value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
      </Field>
      {error ? <InlineError error={error} title={failed} /> : null}
    </Dialog>
  );
}
