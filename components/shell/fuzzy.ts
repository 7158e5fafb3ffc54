const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * How well a query fits a text, higher is better, null when its letters do not occur in order. Starts of words and
 * unbroken runs count most; accents and case do not matter. `scoreMatch('drf', 'Drift')` > `scoreMatch('drf', 'Order of rows, file')`.
 */
export function scoreMatch(query: string, text: string): number | null {
  const wanted = fold(query).replace(/\s+/g, '');
  const given = fold(text);
  if (wanted === '') return 0;
  let score = 0;
  let position = 0;
  let last = -2;
  for (const letter of wanted) {
    const found = given.indexOf(letter, position);
    if (found === -1) return null;
    const isStart = found === 0 || /[\s/._-]/.test(given[found - 1] ?? '');
    score += found === last + 1 ? 5 : isStart ? 4 : 1;
    last = found;
    position = found + 1;
  }
  if (given.startsWith(fold(query))) score += 10;
  return score - given.length * 0.02;
}

/** The entries that match, best first; all of them, in their order, for an empty query. */
export function rankMatches<Entry>(
  query: string,
  entries: readonly Entry[],
  textOf: (entry: Entry) => string,
): Entry[] {
  if (query.trim() === '') return [...entries];
  return entries
    .map((entry, order) => ({ entry, order, score: scoreMatch(query, textOf(entry)) }))
    .filter((item): item is { entry: Entry; order: number; score: number } => item.score !== null)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map(({ entry }) => entry);
}
