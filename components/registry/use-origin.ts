'use client';
import { useIsAwake } from '@/components/ui/use-is-awake';

/** The address the person reaches this installation at; empty while the server draws. */
export function useOrigin(): string {
  return useIsAwake() ? window.location.origin : '';
}
