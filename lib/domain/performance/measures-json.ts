import { sketchFromText, sketchToText } from '@/lib/pure/stats/dd-sketch';
import {
  type ActualBin,
  addCell,
  type ClassMeasures,
  emptyClasses,
  emptyHistogram,
  type Measures,
  type NumberMeasures,
  type ScoreHistogram,
} from './measures';

type Pair = [number, number];

/** How measures lie in the database: lists of what is there, because most bins and cells are empty. */
interface MeasuresJson extends Omit<Measures, 'misfitValues' | 'delayMs' | 'classes' | 'numbers'> {
  misfitValues: [string, number][];
  /** As `sketchToText` writes it. */
  delayMs: string;
  classes: {
    /** Label, predicted class, rows, weight. */
    cells: [string, string, number, number][];
    scored: ClassMeasures['scored'];
    /** Bin, weight of the class, weight of the rest, sum of the scores. */
    histograms: { label: string; bins: [number, number, number, number][] }[];
  } | null;
  numbers: (Omit<NumberMeasures, 'residuals' | 'bins'> & { residuals: Pair[]; bins: [number, ActualBin][] }) | null;
}

/** The bins of a histogram that hold rows: bin, weight of the class, weight of the rest, sum of the scores. */
export function filledBins({ positive, negative, scores }: ScoreHistogram): [number, number, number, number][] {
  const bins: [number, number, number, number][] = [];
  for (const [bin, weight] of positive.entries()) {
    const rest = negative[bin] ?? 0;
    if (weight + rest > 0) bins.push([bin, weight, rest, scores[bin] ?? 0]);
  }
  return bins;
}

export function measuresToJson(measures: Measures): MeasuresJson {
  const { classes, numbers } = measures;
  return {
    ...measures,
    misfitValues: [...measures.misfitValues],
    delayMs: sketchToText(measures.delayMs),
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

/** What `measuresToJson` made, read back. A year of it is read for one page, so that nothing is checked again. */
export function measuresFromJson(json: unknown): Measures {
  // The column holds what this room wrote.
  const parsed = json as MeasuresJson;
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
    delayMs: sketchFromText(parsed.delayMs),
    classes,
    numbers: parsed.numbers && {
      ...parsed.numbers,
      residuals: new Map(parsed.numbers.residuals),
      bins: new Map(parsed.numbers.bins),
    },
  };
}
