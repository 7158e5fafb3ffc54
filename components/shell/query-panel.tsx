'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';

const quietMs = 200;

function Waiting({ children }: { children: ReactNode }) {
  const t = useTranslations('shell.query');
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), quietMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className={isShown ? undefined : 'invisible'}>
      <span className="sr-only">{t('loading')}</span>
      {children}
    </div>
  );
}

/**
 * The faces of a query: skeleton after 200 ms (its height is held at once), error with Try again, empty, data. Data that was
 * there stays visible when a refresh fails, marked with its time.
 */
export function QueryPanel<Data>({
  query,
  skeleton,
  empty,
  isEmpty,
  errorTitle,
  children,
}: {
  query: UseQueryResult<Data>;
  skeleton?: ReactNode;
  empty?: ReactNode;
  isEmpty?: (data: Data) => boolean;
  errorTitle?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  const t = useTranslations('shell.query');
  const format = useFormat();
  if (query.data !== undefined) {
    const stale = query.isError ? (
      <div className="mb-3">
        <Note kind="warn">{t('stale', { time: format.time(query.dataUpdatedAt) })}</Note>
      </div>
    ) : null;
    return (
      <>
        {stale}
        {isEmpty?.(query.data) ? empty : children(query.data)}
      </>
    );
  }
  if (query.isError) {
    return <InlineError error={query.error} title={errorTitle} onRetry={() => void query.refetch()} />;
  }
  return <Waiting>{skeleton ?? <SkeletonRows />}</Waiting>;
}
