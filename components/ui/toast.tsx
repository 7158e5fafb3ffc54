'use client';
import { CircleCheck } from 'lucide-react';
import { Toaster as SonnerToaster, toast as sonner } from 'sonner';

const shownMs = 5_000;
const undoMs = 10_000;

/** Holds the toasts, bottom right. Once, in the providers. */
export function Toaster({ theme }: { theme: 'system' | 'light' | 'dark' }) {
  return (
    <SonnerToaster
      theme={theme}
      position="bottom-right"
      offset={{ bottom: 24, right: 24 }}
      mobileOffset={{ bottom: 84 }}
      icons={{ success: <CircleCheck aria-hidden="true" className="text-ok" /> }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-2.5 rounded-lg border border-line bg-raised px-4 py-3 font-sans text-sm text-ink shadow-float',
          actionButton: 'link ml-auto shrink-0 cursor-pointer pl-3 font-medium',
        },
      }}
    />
  );
}

/** Success only; errors stay where they happened. With `undo` it stays ten seconds and carries the button (`label` from `ui.undo`). */
export function showSuccess(message: string, undo?: { label: string; onUndo: () => void }): void {
  sonner.success(message, {
    duration: undo ? undoMs : shownMs,
    ...(undo ? { action: { label: undo.label, onClick: undo.onUndo } } : {}),
  });
}
