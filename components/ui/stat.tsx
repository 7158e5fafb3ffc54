import clsx from 'clsx';
import Link from 'next/link';
import type { ReactNode } from 'react';

export type StatProps = {
  /** What and over which window: "Latency p95, 7 days". */
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  /** n, effective n, interval, change: never leave it out where there is a share or a mean. */
  detail?: ReactNode;
  tone?: 'bad' | 'warn' | 'quiet' | undefined;
  chart?: ReactNode;
  href?: string | undefined;
};

/** One key number. Four of them stand in a `StatRow`. */
export function Stat({ label, value, unit, detail, tone, chart, href }: StatProps) {
  const colour =
    tone === 'bad' ? 'text-bad' : tone === 'warn' ? 'text-warn' : tone === 'quiet' ? 'text-ink-3' : 'text-ink';
  const content = (
    <>
      <span className="block text-xs text-ink-3">{label}</span>
      <span className={clsx('block text-2xl font-semibold tracking-[-0.02em]', colour)}>
        {value}
        {unit ? <span className="ml-1 text-sm font-normal tracking-normal text-ink-3">{unit}</span> : null}
      </span>
      {detail ? <span className="block text-xs text-ink-3">{detail}</span> : null}
      {chart ? <span className="mt-2 block">{chart}</span> : null}
    </>
  );
  const look = 'block min-w-0 px-5 py-4 max-md:px-4';
  return href ? (
    <Link href={href} className={clsx(look, 'hover:bg-[color-mix(in_srgb,var(--ink)_2.5%,transparent)]')}>
      {content}
    </Link>
  ) : (
    <div className={look}>{content}</div>
  );
}

/** Two to four key numbers in one panel, divided by hairlines; two a line on the phone. */
export function StatRow({ stats }: { stats: readonly (StatProps & { key: string })[] }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(13rem,45%),1fr))] gap-px overflow-hidden rounded-lg border border-line bg-line">
      {stats.map(({ key, ...stat }) => (
        <div key={key} className="min-w-0 bg-surface">
          <Stat {...stat} />
        </div>
      ))}
    </div>
  );
}
