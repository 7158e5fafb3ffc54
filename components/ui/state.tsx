import clsx from 'clsx';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  Info,
  LoaderCircle,
  Lock,
  OctagonX,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'off';
export type StateKind = Tone | 'stopped' | 'busy' | 'locked' | 'unsure';

const looks: Record<StateKind, { tone: Tone; icon: typeof Info; text: string; mark: string; soft: string }> = {
  ok: { tone: 'ok', icon: CircleCheck, text: 'text-ink', mark: 'text-ok', soft: 'bg-ok-soft text-ok' },
  warn: { tone: 'warn', icon: TriangleAlert, text: 'text-warn', mark: 'text-warn', soft: 'bg-warn-soft text-warn' },
  unsure: {
    tone: 'warn',
    icon: CircleQuestionMark,
    text: 'text-warn',
    mark: 'text-warn',
    soft: 'bg-warn-soft text-warn',
  },
  bad: { tone: 'bad', icon: CircleAlert, text: 'text-bad', mark: 'text-bad', soft: 'bg-bad-soft text-bad' },
  stopped: { tone: 'bad', icon: OctagonX, text: 'text-bad', mark: 'text-bad', soft: 'bg-bad-soft text-bad' },
  info: { tone: 'info', icon: Info, text: 'text-info', mark: 'text-info', soft: 'bg-info-soft text-info' },
  busy: {
    tone: 'info',
    icon: LoaderCircle,
    text: 'text-info',
    mark: 'text-info spins',
    soft: 'bg-info-soft text-info',
  },
  locked: { tone: 'info', icon: Lock, text: 'text-info', mark: 'text-info', soft: 'bg-info-soft text-info' },
  off: { tone: 'off', icon: CircleDashed, text: 'text-ink-3', mark: 'text-ink-3', soft: 'bg-sunken text-ink-2' },
};

export function StateIcon({ kind, className }: { kind: StateKind; className?: string }) {
  const look = looks[kind];
  return <look.icon aria-hidden="true" className={clsx(look.mark, className)} />;
}

/** Icon, word and colour of a state: plain in tables, `pill` beside a page title. */
export function State({ kind, children, pill = false }: { kind: StateKind; children: ReactNode; pill?: boolean }) {
  const look = looks[kind];
  return (
    <span
      className={clsx(
        'inline-flex items-center gap-1.5 align-middle text-sm whitespace-nowrap',
        pill ? `h-6 rounded-full pr-2.5 pl-1.5 font-semibold ${look.soft}` : look.text,
      )}
    >
      <look.icon aria-hidden="true" className={pill ? (kind === 'busy' ? 'spins' : undefined) : look.mark} />
      {children}
    </span>
  );
}

/** A small tinted chip. `tone="line"` has only an edge, `accent` marks "now" or a selection. */
export function Badge({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: Tone | 'plain' | 'line' | 'accent';
  icon?: ReactNode;
  children: ReactNode;
}) {
  const look =
    tone === 'plain'
      ? 'bg-sunken text-ink-2'
      : tone === 'line'
        ? 'text-ink-2 shadow-[inset_0_0_0_1px_var(--line-strong)]'
        : tone === 'accent'
          ? 'bg-accent-soft text-accent'
          : looks[tone].soft;
  return (
    <span
      className={clsx(
        'inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-xs whitespace-nowrap [&_svg]:size-3.5',
        look,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
