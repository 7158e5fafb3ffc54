import clsx from 'clsx';

/** Holds the height of what is coming. Nothing moves. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={clsx('rounded-md bg-sunken', className ?? 'h-4 w-full')} />;
}

export function SkeletonRows({ rows = 5 }: { rows?: number }) {
  const keys = Array.from({ length: rows }, (_, row) => row);
  return (
    <div aria-hidden="true" className="flex flex-col divide-y divide-line">
      {keys.map((row) => (
        <div key={row} className="flex h-row items-center gap-6 px-5">
          <div className="h-3 w-1/4 rounded-sm bg-sunken" />
          <div className="h-3 w-1/6 rounded-sm bg-sunken" />
          <div className="ml-auto h-3 w-1/12 rounded-sm bg-sunken" />
        </div>
      ))}
    </div>
  );
}
