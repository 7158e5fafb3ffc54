'use client';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { Dash } from '@/components/ui/table';
import { useTranslations } from '@/components/ui/use-translations';
import type { Caller } from '@/lib/domain/predictions/schema';

/** A verdict as icon and word. */
export function VerdictMark({ verdict }: { verdict: 'right' | 'wrong' | null }) {
  const t = useTranslations('predictions.filters.verdicts');
  if (verdict === null) return <Dash />;
  const Icon = verdict === 'right' ? ThumbsUp : ThumbsDown;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon aria-hidden="true" className={verdict === 'right' ? 'text-ok' : 'text-bad'} />
      {t(verdict)}
    </span>
  );
}

export function CallerName({ caller }: { caller: Caller }) {
  return caller ? <span className="truncate">{caller.name}</span> : <Dash />;
}

/** Context is what the caller said about a row and the model never saw: grey, apart from inputs. */
export function ContextLine({ context }: { context: Record<string, string> | null }) {
  const entries = Object.entries(context ?? {});
  if (entries.length === 0) return <Dash />;
  return (
    <span className="text-ink-3">
      {entries.slice(0, 3).map(([key, value], index) => (
        <span key={key} title={`${key}: ${value}`}>
          {index > 0 ? ', ' : ''}
          {value}
        </span>
      ))}
    </span>
  );
}
