import clsx from 'clsx';
import { Check, CircleDashed, type LucideIcon, TriangleAlert, X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Spinner } from './spinner';

export type StepState = 'done' | 'bad' | 'warn' | 'busy' | 'open';
export type Step = {
  key: string;
  title: ReactNode;
  state: StepState;
  /** The word of the state, for the ear: icons alone say nothing. */
  stateWord: string;
  /** What proves it, with date: "Gate passed 14 Jul". */
  evidence?: ReactNode;
  detail?: ReactNode;
  href?: string;
};

const looks: Record<StepState, { ground: string; text: string; icon: LucideIcon | null }> = {
  done: { ground: 'bg-ok-soft text-ok', text: 'text-ink-2', icon: Check },
  bad: { ground: 'bg-bad-soft text-bad', text: 'text-bad', icon: X },
  warn: { ground: 'bg-warn-soft text-warn', text: 'text-warn', icon: TriangleAlert },
  busy: { ground: 'bg-info-soft text-info', text: 'text-info', icon: null },
  open: { ground: 'bg-sunken text-ink-3', text: 'text-ink-3', icon: CircleDashed },
};

/** Steps in a line with their evidence; under 860 px one below the other. */
export function Stepper({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <ol
      aria-label={label}
      className="grid max-md:divide-y max-md:divide-line md:grid-cols-[repeat(var(--steps),minmax(0,1fr))]"
      style={{ ['--steps' as string]: steps.length }}
    >
      {steps.map((step) => {
        const look = looks[step.state];
        const content = (
          <>
            <span className="flex items-center md:mb-2 md:after:mr-0.5 md:after:ml-2 md:after:h-px md:after:flex-1 md:after:bg-line-strong md:group-last:after:hidden">
              <span
                className={clsx(
                  'grid size-[22px] shrink-0 place-items-center rounded-full [&_svg]:size-3.5 [&_svg]:stroke-[2.5]',
                  look.ground,
                )}
              >
                {look.icon ? <look.icon aria-hidden="true" /> : <Spinner />}
              </span>
              <span className="sr-only">{step.stateWord}</span>
            </span>
            <b className="block font-semibold">{step.title}</b>
            <span className="max-md:text-right">
              {step.evidence ? <span className={clsx('block text-xs', look.text)}>{step.evidence}</span> : null}
              {step.detail ? <span className="block text-xs text-ink-3">{step.detail}</span> : null}
            </span>
          </>
        );
        const shape =
          'block min-w-0 pr-3 max-md:grid max-md:min-h-12 max-md:grid-cols-[34px_minmax(0,1fr)_minmax(0,1.4fr)] max-md:items-center max-md:py-1.5 max-md:pr-0';
        return (
          <li key={step.key} className="group min-w-0">
            {step.href ? (
              <Link href={step.href} className={shape}>
                {content}
              </Link>
            ) : (
              <div className={shape}>{content}</div>
            )}
          </li>
        );
      })}
    </ol>
  );
}
