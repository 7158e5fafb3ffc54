import { readDescribedName } from '@/lib/pure/drift/text-column';
import type { Overlay, OverlayColumn } from '../registry/schema';

/** What the owner says of a column, or of the column of texts that it describes. */
export function saidOf(overlay: Overlay | null, name: string): OverlayColumn | undefined {
  const find = (wanted: string) => overlay?.columns.find((column) => column.name === wanted);
  return find(name) ?? find(readDescribedName(name)?.column ?? name);
}

/** The owner's title of a column; empty where there is none. */
export const titleOf = (overlay: Overlay | null, name: string): string => saidOf(overlay, name)?.title ?? '';
