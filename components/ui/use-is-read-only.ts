'use client';
import { useIsAwake } from './use-is-awake';

/**
 * Whether a field takes no text: by its own setting, or because its text is held by the page and the page is not yet
 * awake. Until then React would overwrite what is typed, or mix it with what stood there.
 */
export function useIsReadOnly({ value, readOnly = false }: { value?: unknown; readOnly?: boolean | undefined }) {
  const isAwake = useIsAwake();
  return readOnly || (value !== undefined && !isAwake);
}
