'use client';
import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

/** A small form or explanation behind a button. `title` names it. Give `open` and `onOpen` to steer it from outside. */
export function Popover({
  trigger,
  title,
  children,
  align = 'start',
  open,
  onOpen,
}: {
  trigger: ReactElement;
  title: ReactNode;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  open?: boolean;
  onOpen?: (open: boolean) => void;
}) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpen?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-50">
          <Base.Popup className="w-[min(22rem,calc(100vw-2rem))] rounded-lg border border-line bg-raised p-4 text-sm shadow-float transition-opacity motion data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
            <Base.Title className="mb-2 font-semibold">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
