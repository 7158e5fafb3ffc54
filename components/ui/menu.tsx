'use client';
import { Menu as Base } from '@base-ui/react/menu';
import clsx from 'clsx';
import { Check } from 'lucide-react';
import Link from 'next/link';
import type { ReactElement, ReactNode } from 'react';

export type MenuEntry = {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  hint?: ReactNode;
  href?: string;
  onSelect?: () => void;
  checked?: boolean;
  danger?: boolean;
  /** Draws a hairline before this entry. */
  divided?: boolean;
};

const itemClass =
  'flex min-h-8 w-full cursor-pointer items-center gap-2 rounded-md px-2 py-1 text-left text-sm outline-none max-md:min-h-10 data-highlighted:bg-sunken';

/** A list of actions or places behind one button; `trigger` is that button. */
export function Menu({
  trigger,
  entries,
  align = 'start',
  label,
}: {
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  align?: 'start' | 'center' | 'end';
  label?: string;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-50">
          <Base.Popup
            aria-label={label}
            className="max-h-[70dvh] min-w-(--anchor-width) overflow-auto rounded-lg border border-line bg-raised p-1 shadow-float transition-opacity motion data-[ending-style]:opacity-0 data-[starting-style]:opacity-0"
          >
            {entries.map((entry) => {
              const content = (
                <>
                  {entry.icon}
                  <span className="flex min-w-0 flex-col">
                    {entry.label}
                    {entry.hint ? <span className="text-xs text-ink-3">{entry.hint}</span> : null}
                  </span>
                  {entry.checked ? <Check aria-hidden="true" className="ml-auto" /> : null}
                </>
              );
              const look = clsx(itemClass, entry.danger ? 'text-bad' : 'text-ink');
              return (
                <div key={entry.key} role="presentation">
                  {entry.divided ? <Base.Separator className="my-1 h-px bg-line" /> : null}
                  {entry.href ? (
                    <Base.LinkItem render={<Link href={entry.href} />} closeOnClick className={look}>
                      {content}
                    </Base.LinkItem>
                  ) : (
                    <Base.Item {...(entry.onSelect ? { onClick: entry.onSelect } : {})} className={look}>
                      {content}
                    </Base.Item>
                  )}
                </div>
              );
            })}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
