/** `counts[i]` belongs to `edges[i]` up to `edges[i + 1]`: one edge more than counts. */
export type Bins = { edges: readonly number[]; counts: readonly number[]; median?: number | undefined };
export type HistogramRow = { x: number; reference: number | null; now: number | null };
export type PreparedHistogram = {
  /** One row per edge for steps: the share holds until the next edge; the last edge repeats the last share. */
  rows: HistogramRow[];
  bins: {
    from: number;
    to: number;
    reference: number | null;
    now: number | null;
    referenceCount: number | null;
    nowCount: number | null;
  }[];
  referenceN: number;
  nowN: number;
  high: number;
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Shares of two sets of counts over the same edges. Throws when counts and edges do not fit or the two have other edges:
 * bins are always those of the reference.
 */
export function prepareHistogram(reference: Bins | null, now: Bins | null): PreparedHistogram {
  const edges = reference?.edges ?? now?.edges ?? [];
  for (const bins of [reference, now]) {
    if (!bins) continue;
    if (bins.edges.length !== bins.counts.length + 1) throw new Error('a histogram has one edge more than counts');
    if (bins.edges.length !== edges.length || bins.edges.some((edge, index) => edge !== edges[index])) {
      throw new Error('both histograms need the same edges');
    }
  }
  const referenceN = reference ? sum(reference.counts) : 0;
  const nowN = now ? sum(now.counts) : 0;
  const shareOf = (bins: Bins | null, index: number, n: number) =>
    !bins ? null : n === 0 ? 0 : (bins.counts[index] ?? 0) / n;
  const bins = edges.slice(0, -1).map((from, index) => ({
    from,
    to: edges[index + 1] ?? from,
    reference: shareOf(reference, index, referenceN),
    now: shareOf(now, index, nowN),
    referenceCount: reference ? (reference.counts[index] ?? 0) : null,
    nowCount: now ? (now.counts[index] ?? 0) : null,
  }));
  const rows: HistogramRow[] = bins.map(({ from, reference: was, now: is }) => ({ x: from, reference: was, now: is }));
  const last = bins.at(-1);
  if (last) rows.push({ x: last.to, reference: last.reference, now: last.now });
  return {
    rows,
    bins,
    referenceN,
    nowN,
    high: Math.max(0, ...bins.flatMap(({ reference: was, now: is }) => [was ?? 0, is ?? 0])),
  };
}
