import clsx from 'clsx';
import type { ReactNode } from 'react';
import { StateIcon, type StateKind } from './state';

const grounds: Record<string, string> = {
  ok: 'bg-ok-soft',
  warn: 'bg-warn-soft',
  unsure: 'bg-warn-soft',
  bad: 'bg-bad-soft',
  stopped: 'bg-bad-soft',
  info: 'bg-info-soft',
  busy: 'bg-info-soft',
  locked: 'bg-info-soft',
  off: 'bg-sunken',
};

/** The tinted strip that says a finding first: strong sentence, proof in `detail`, ways on in `actions`. `urgent` is read out at once. */
export function Note({
  kind,
  title,
  children,
  detail,
  actions,
  urgent = false,
}: {
  kind: StateKind;
  title?: ReactNode;
  children?: ReactNode;
  detail?: ReactNode;
  actions?: ReactNode;
  urgent?: boolean;
}) {
  return (
    <div
      role={urgent ? 'alert' : undefined}
      className={clsx('flex gap-2.5 rounded-lg px-4.5 py-3.5 text-md', grounds[kind])}
    >
      <StateIcon kind={kind} className="mt-[3px]" />
      <div className="min-w-0">
        <div>
          {title ? <strong className="font-semibold">{title} </strong> : null}
          {children}
        </div>
        {detail ? <div className="mt-0.5 text-xs text-ink-2">{detail}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">{actions}</div> : null}
      </div>
    </div>
  );
}

/** An error of a whole form, just above its buttons. */
export function FormError({ children }: { children: ReactNode }) {
  return children ? (
    <Note kind="bad" urgent>
      {children}
    </Note>
  ) : null;
}
