'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether the page is alive: false while the server draws it and until the browser has taken it over. */
export function useIsAwake(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
