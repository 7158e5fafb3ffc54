'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

const backdropClass =
  'fixed inset-0 z-40 bg-[rgb(10_14_16/0.4)] transition-opacity motion-panel data-[ending-style]:opacity-0 data-[starting-style]:opacity-0';

/**
 * A decision that blocks. `question` is the title, `answers` the buttons, main one last. Esc and outside close it, unless
 * `keepOpen` (something was typed).
 */
export function Dialog({
  open,
  onOpen,
  question,
  children,
  answers,
  keepOpen = false,
}: {
  open: boolean;
  onOpen: (open: boolean) => void;
  question: ReactNode;
  children?: ReactNode;
  answers: ReactNode;
  keepOpen?: boolean;
}) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => (next || !keepOpen ? onOpen(next) : undefined)}
      disablePointerDismissal={keepOpen}
    >
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(30rem,calc(100vw-2rem))] -translate-1/2 overflow-auto rounded-lg border border-line bg-raised p-5 shadow-float transition-opacity motion-panel data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
          <Base.Title className="text-lg font-semibold">{question}</Base.Title>
          {children ? <div className="mt-2 flex flex-col gap-4 text-md text-ink-2">{children}</div> : null}
          <div className="mt-5 flex flex-wrap justify-end gap-2 max-md:flex-col-reverse max-md:[&>*]:w-full">
            {answers}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export { backdropClass };
