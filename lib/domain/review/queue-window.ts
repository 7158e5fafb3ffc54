const DAY_MS = 86_400_000;

/** The last whole UTC days of a queue and today, from the day on which it was made at the earliest. */
export function queueWindow(queue: { createdAt: Date }, days: number, to: Date): { from: Date; to: Date } {
  const dayOf = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS;
  const wanted = dayOf(to.getTime()) - (days - 1) * DAY_MS;
  return { from: new Date(Math.max(wanted, dayOf(queue.createdAt.getTime()))), to };
}

/** What happened on each UTC day of a window, also on those on which nothing did. */
export function everyDay<Day extends { day: Date }>(
  { from, to }: { from: Date; to: Date },
  known: readonly Day[],
): { day: string; found: Day | undefined }[] {
  const byDay = new Map(known.map((one) => [one.day.getTime(), one]));
  const count = Math.floor((to.getTime() - from.getTime()) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, i) => {
    const ms = from.getTime() + i * DAY_MS;
    return { day: new Date(ms).toISOString().slice(0, 10), found: byDay.get(ms) };
  });
}
