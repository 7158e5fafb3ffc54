import type { ClassPerformance } from '@/lib/domain/performance/schema';

/** More classes than this cannot be read as a grid. */
const MOST_CLASSES = 25;

/** The pairs of labels and answers that occur, the most frequent label first as in the model, and each as a share of its label. */
export function confusionRows({ classes, confusion }: ClassPerformance) {
  return confusion.map(([label, predicted, rows]) => ({
    label: classes[label]?.name,
    predicted: classes[predicted]?.name,
    rows,
    share: (classes[label]?.support ?? 0) > 0 ? rows / (classes[label]?.support ?? 1) : null,
  }));
}

/** The grid of the classes with the most rows, in the order of the model. */
export function confusionGrid({ classes, confusion }: ClassPerformance) {
  const places = classes
    .map(({ support }, place) => ({ support, place }))
    .sort((a, b) => b.support - a.support)
    .slice(0, MOST_CLASSES)
    .map(({ place }) => place)
    .sort((a, b) => a - b);
  const at = new Map(places.map((place, i) => [place, i]));
  const values = places.map(() => places.map(() => 0));
  for (const [label, predicted, rows] of confusion) {
    const [down, across] = [at.get(label), at.get(predicted)];
    const row = down === undefined ? undefined : values[down];
    if (row && across !== undefined) row[across] = rows;
  }
  return { names: places.map((place) => classes[place]?.name ?? ''), values, isPart: places.length < classes.length };
}

/** How often each class was answered. */
export function answeredRows({ classes, confusion }: ClassPerformance): number[] {
  const sums = classes.map(() => 0);
  for (const [, predicted, rows] of confusion) sums[predicted] = (sums[predicted] ?? 0) + rows;
  return sums;
}
