import { SignedHead } from './schema';

/** A head from the text of a file: the download, or a mail that was saved with its text around the lines. Null where there is none in it. */
export function readHead(text: string): SignedHead | null {
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')];
  try {
    return SignedHead.safeParse(JSON.parse(text.slice(from, to + 1))).data ?? null;
  } catch {
    // Not JSON.
    return null;
  }
}
