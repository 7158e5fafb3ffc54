'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** The address the person reaches this installation at; empty while the server draws. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
}
