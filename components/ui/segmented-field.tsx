import type { ComponentProps } from 'react';
import { Segmented } from './segmented';

/** A choice in a form, with its name above it and a sentence about it below. */
export function SegmentedField<Value extends string>({
  hint,
  ...choice
}: Omit<ComponentProps<typeof Segmented<Value>>, 'className'> & { hint: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <span className="text-sm font-medium">{choice.label}</span>
      <Segmented {...choice} />
      <p className="max-w-measure text-xs text-ink-3">{hint}</p>
    </div>
  );
}
