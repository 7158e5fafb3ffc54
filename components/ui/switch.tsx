'use client';
import { Switch as Base } from '@base-ui/react/switch';
import { type ReactNode, useId } from 'react';

/** On or off at once, without a save button. */
export function Switch({
  label,
  hint,
  checked,
  onChecked,
}: {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChecked: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-3 max-md:min-h-10">
      <Base.Root
        checked={checked}
        onCheckedChange={(next) => onChecked(next)}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="flex h-5 w-9 shrink-0 cursor-pointer items-center rounded-full border border-control-line bg-sunken p-0.5 transition-colors motion data-checked:border-primary data-checked:bg-primary"
      >
        <Base.Thumb className="size-3.5 rounded-full bg-ink-3 transition-transform motion data-checked:translate-x-4 data-checked:bg-on-ink" />
      </Base.Root>
      <span className="flex flex-col">
        <span id={`${id}-label`} className="text-sm text-ink">
          {label}
        </span>
        {hint ? (
          <span id={`${id}-hint`} className="text-xs text-ink-3">
            {hint}
          </span>
        ) : null}
      </span>
    </div>
  );
}
