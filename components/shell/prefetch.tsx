import { dehydrate, HydrationBoundary, type QueryKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createQueryClient } from './query-client';

/** Reads on the server what the queries below will ask for, so that a page arrives with its data. What fails here is asked again there. */
export async function Prefetch({
  entries,
  children,
}: {
  entries: readonly { queryKey: QueryKey; load: () => Promise<unknown> }[];
  children: ReactNode;
}) {
  const client = createQueryClient();
  await Promise.all(
    entries.map(({ queryKey, load }) => client.prefetchQuery({ queryKey, queryFn: load, retry: false })),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
