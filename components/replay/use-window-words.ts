'use client';
import { useFormat } from '@/components/ui/use-format';

/** Days of a replay in UTC; the last one is still within. */
export function useWindowWords() {
  const format = useFormat();
  return ({ from, to }: { from: string; to: string }): string => {
    const [first, last] = [format.day(from), format.day(new Date(Date.parse(to) - 1).toISOString())];
    return first === last ? first : `${first} – ${last}`;
  };
}
