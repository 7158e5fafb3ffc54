'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type OfVersion, validationQueries } from './queries';

/** Runs a file through a version; afterwards every page that shows its reports reads them again. */
export function useRun<Input>(of: OfVersion, run: (of: OfVersion, input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (input: Input) => run(of, input),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: validationQueries.all(of.project) });
      router.refresh();
      window.scrollTo({ top: 0 });
    },
  });
}
