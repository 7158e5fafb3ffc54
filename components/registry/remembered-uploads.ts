import { z } from 'zod';

const KEY = 'implanta.uploads';
const MOST = 20;

const Remembered = z.object({
  uploadId: z.uuid(),
  project: z.string(),
  model: z.string(),
  name: z.string(),
  size: z.number(),
  lastModified: z.number(),
});
/** An upload that this browser began, by the file it belongs to. */
export type RememberedUpload = z.infer<typeof Remembered>;

export type FileMark = Pick<RememberedUpload, 'name' | 'size' | 'lastModified'>;
type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

export function listRemembered(shelf: Shelf): RememberedUpload[] {
  try {
    const parsed = z.array(Remembered).safeParse(JSON.parse(shelf.getItem(KEY) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    // Storage that is closed or holds something else: nothing is remembered, and the upload starts again.
    return [];
  }
}

const isSameFile = (a: FileMark, b: FileMark) =>
  a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;

/** The upload of the same file to the same model, if this browser began one. */
export function findRemembered(
  shelf: Shelf,
  wanted: { project: string; model: string; file: FileMark },
): RememberedUpload | undefined {
  return listRemembered(shelf).find(
    (entry) => entry.project === wanted.project && entry.model === wanted.model && isSameFile(entry, wanted.file),
  );
}

export function rememberUpload(shelf: Shelf, entry: RememberedUpload): void {
  const others = listRemembered(shelf).filter(({ uploadId }) => uploadId !== entry.uploadId);
  write(shelf, [entry, ...others].slice(0, MOST));
}

export function forgetUpload(shelf: Shelf, uploadId: string): void {
  write(
    shelf,
    listRemembered(shelf).filter((entry) => entry.uploadId !== uploadId),
  );
}

function write(shelf: Shelf, entries: RememberedUpload[]): void {
  try {
    shelf.setItem(KEY, JSON.stringify(entries));
  } catch {
    // A full or closed storage only costs the resuming.
  }
}
