import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from './button';

/** The last line of a panel whose list has more pages; nothing where it has none. */
export function ShowMore({
  query,
  children,
}: {
  query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  children: ReactNode;
}) {
  if (!query.hasNextPage) return null;
  return (
    <div className="border-t border-line px-5 py-3 max-md:px-4">
      <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {children}
      </Button>
    </div>
  );
}
