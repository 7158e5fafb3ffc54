/** The reason that somebody wrote for a change, which the event has among what came after; null where none was asked for. */
export function reasonOf(after: unknown): string | null {
  if (typeof after !== 'object' || after === null) return null;
  for (const name of ['reason', 'override', 'note']) {
    const text = Object.entries(after).find(([key]) => key === name)?.[1];
    if (typeof text === 'string' && text.trim() !== '') return text;
  }
  return null;
}
