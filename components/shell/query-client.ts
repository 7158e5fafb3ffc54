import { QueryClient } from '@tanstack/react-query';
import { failureStatus } from '@/components/ui/failure';

const attempts = 3;

/** Answers of kind 4xx are final; everything else is tried three times. Data counts as fresh for ten seconds. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => {
          const status = failureStatus(error);
          return (status === undefined || status >= 500) && failures + 1 < attempts;
        },
      },
      mutations: { retry: false },
    },
  });
}
