'use client';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Panel } from '@/components/ui/panel';

/** A form that saves a choice of columns or leaves it as it was. */
export function ChooserForm({
  words,
  isSaving,
  error,
  onSave,
  onDone,
  children,
}: {
  words: { title: string; save: string; cancel: string; failed: string };
  isSaving: boolean;
  /** Null while nothing went wrong, and where it is told at a column. */
  error: Error | null;
  onSave: () => void;
  onDone: () => void;
  children: ReactNode;
}) {
  return (
    <Panel>
      <form
        aria-label={words.title}
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
        className="flex flex-col gap-5"
      >
        {children}
        {error ? <InlineError error={error} title={words.failed} /> : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button kind="main" type="submit" busy={isSaving}>
            {words.save}
          </Button>
          <Button type="button" kind="quiet" onClick={onDone}>
            {words.cancel}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
