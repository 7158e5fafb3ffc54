import type { ReactNode } from 'react';

export type TimelineEntry = { key: string; time: ReactNode; icon?: ReactNode; children: ReactNode };

/** What happened, newest first or as given: time, icon, sentence. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  return (
    <ol aria-label={label} className="text-sm">
      {entries.map((entry) => (
        <li key={entry.key} className="flex min-h-[34px] items-start gap-3 border-b border-line py-2">
          <span className="w-14 shrink-0 whitespace-nowrap text-ink-3">{entry.time}</span>
          {entry.icon ? <span className="mt-0.5 text-ink-3">{entry.icon}</span> : null}
          <span className="min-w-0">{entry.children}</span>
        </li>
      ))}
    </ol>
  );
}
