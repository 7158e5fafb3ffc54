import { z } from 'zod';
import { sketchFromJson, sketchToJson } from '@/lib/pure/stats/dd-sketch';
import { addCell, emptyClasses, emptyHistogram, type Measures, type ScoreHistogram } from './measures';

const Pair = z.tuple([z.number(), z.number()]);

/** How measures lie in the database: lists of what is there, because most bins and cells are empty. */
const MeasuresJson = z.object({
  n: z.number(),
  weight: z.number(),
  squaredWeight: z.number(),
  labelled: z.number(),
  misfits: z.number(),
  misfitValues: z.array(z.tuple([z.string(), z.number()])),
  unanswered: z.number(),
  delayMs: z.object({ zeros: z.number(), bins: z.array(Pair) }),
  classes: z
    .object({
      /** Label, predicted class, rows, weight. */
      cells: z.array(z.tuple([z.string(), z.string(), z.number(), z.number()])),
      scored: z.object({ n: z.number(), weight: z.number(), logLoss: z.number(), brier: z.number() }),
      histograms: z.array(
        z.object({
          label: z.string(),
          /** Bin, weight of the class, weight of the rest, sum of the scores. */
          bins: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
        }),
      ),
    })
    .nullable(),
  numbers: z
    .object({
      error: z.number(),
      absolute: z.number(),
      squares: z.number(),
      relative: z.number(),
      relativeWeight: z.number(),
      zeros: z.number(),
      actual: z.object({ weight: z.number(), mean: z.number(), squares: z.number() }),
      residuals: z.array(Pair),
      bins: z.array(
        z.tuple([
          z.number(),
          z.object({
            n: z.number(),
            weight: z.number(),
            actual: z.number(),
            predicted: z.number(),
            predictedSquares: z.number(),
          }),
        ]),
      ),
    })
    .nullable(),
});

/** The bins of a histogram that hold rows: bin, weight of the class, weight of the rest, sum of the scores. */
export function filledBins({ positive, negative, scores }: ScoreHistogram): [number, number, number, number][] {
  const bins: [number, number, number, number][] = [];
  for (const [bin, weight] of positive.entries()) {
    const rest = negative[bin] ?? 0;
    if (weight + rest > 0) bins.push([bin, weight, rest, scores[bin] ?? 0]);
  }
  return bins;
}

export function measuresToJson(measures: Measures): z.input<typeof MeasuresJson> {
  const { classes, numbers } = measures;
  const delay = sketchToJson(measures.delayMs);
  return {
    ...measures,
    misfitValues: [...measures.misfitValues],
    delayMs: { zeros: delay.zeros, bins: delay.bins.map(([index, count]) => [index, count]) },
    classes: classes && {
      cells: [...classes.cells].flatMap(([label, row]) =>
        [...row].map(([predicted, { n, weight }]): [string, string, number, number] => [label, predicted, n, weight]),
      ),
      scored: classes.scored,
      histograms: [...classes.histograms].map(([label, histogram]) => ({ label, bins: filledBins(histogram) })),
    },
    numbers: numbers && { ...numbers, residuals: [...numbers.residuals], bins: [...numbers.bins] },
  };
}

export function measuresFromJson(json: unknown): Measures {
  const parsed = MeasuresJson.parse(json);
  const classes = parsed.classes && emptyClasses();
  if (parsed.classes && classes) {
    classes.scored = parsed.classes.scored;
    for (const [label, predicted, n, weight] of parsed.classes.cells) addCell(classes, { label, predicted, n, weight });
    for (const { label, bins } of parsed.classes.histograms) {
      const histogram = emptyHistogram();
      for (const [bin, positive, negative, scores] of bins) {
        histogram.positive[bin] = positive;
        histogram.negative[bin] = negative;
        histogram.scores[bin] = scores;
      }
      classes.histograms.set(label, histogram);
    }
  }
  return {
    ...parsed,
    misfitValues: new Map(parsed.misfitValues),
    delayMs: sketchFromJson(parsed.delayMs),
    classes,
    numbers: parsed.numbers && {
      ...parsed.numbers,
      residuals: new Map(parsed.numbers.residuals),
      bins: new Map(parsed.numbers.bins),
    },
  };
}
