'use client';
import { Dash } from '@/components/ui/table';
import type { SliceEstimate } from '@/lib/domain/performance/schema';
import { useSliceWords } from './use-slice-words';

/** A number with its interval below it. */
export function EstimateCell({
  estimate,
  write,
  by,
}: {
  estimate: SliceEstimate;
  write: (value: number) => string;
  /** Names what the interval was drawn from; null where all are drawn from the same. */
  by: (by: SliceEstimate['by']) => string | null;
}) {
  const words = useSliceWords();
  if (estimate.value === null) return <Dash />;
  const interval = words.interval(estimate, write);
  return (
    <span className="block py-1">
      <span className="block">{write(estimate.value)}</span>
      {interval === null ? null : <span className="block text-xs text-ink-3">{interval}</span>}
      {interval === null || by(estimate.by) === null ? null : (
        <span className="block text-xs text-ink-3">{by(estimate.by)}</span>
      )}
    </span>
  );
}
