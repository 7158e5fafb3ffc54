import type { ReactNode } from 'react';

/** One kind of setting: what it is, its fields, and what proposes it. */
export function Part({ title, sentence, children }: { title: string; sentence: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="text-md font-semibold">{title}</legend>
      <p className="mt-0.5 mb-3 max-w-measure text-sm text-ink-2">{sentence}</p>
      <div className="flex flex-wrap items-end gap-4">{children}</div>
    </fieldset>
  );
}
