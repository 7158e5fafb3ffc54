import clsx from 'clsx';
import type { ReactNode } from 'react';

export type Definition = { key: string; term: ReactNode; value: ReactNode };

/** Terms grey at the left, values at the right; `flow="row"` sets them side by side as small blocks. */
export function DefinitionList({ items, flow = 'column' }: { items: readonly Definition[]; flow?: 'column' | 'row' }) {
  return (
    <dl
      className={clsx(
        'text-sm',
        flow === 'column'
          ? 'grid grid-cols-[max-content_minmax(0,1fr)] gap-x-5 gap-y-2'
          : 'flex flex-wrap gap-x-8 gap-y-3',
      )}
    >
      {items.map(({ key, term, value }) => (
        <div key={key} className={flow === 'column' ? 'col-span-2 grid grid-cols-subgrid' : 'min-w-0'}>
          <dt className={clsx('text-ink-3', flow === 'row' && 'text-xs')}>{term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
