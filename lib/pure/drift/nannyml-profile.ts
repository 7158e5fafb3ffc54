import { type Chunking, chunkRows, DEFAULT_CHUNKING, type Incomplete, takeCategories, takeNumbers } from './chunk-rows';
import { type ColumnPair, type DriftVerdict, giveVerdict, undefinedVerdict } from './drift-verdict';
import { learnThreshold } from './learnt-threshold';
import {
  type Measure,
  measureCategories,
  measureNumbers,
  type NannymlCategoryMethod,
  type NannymlMethod,
  type NannymlNumberMethod,
} from './nannyml-methods';

const DEVIATIONS = 3;
const CHI_SQUARE_LEVEL = 0.05;
const NUMBER_METHODS: readonly string[] = [
  'jensen_shannon',
  'kolmogorov_smirnov',
  'wasserstein',
  'hellinger',
] satisfies NannymlNumberMethod[];
const CATEGORY_METHODS: readonly string[] = [
  'jensen_shannon',
  'hellinger',
  'l_infinity',
  'chi2',
] satisfies NannymlCategoryMethod[];
const isOfNumbers = (method: NannymlMethod): method is NannymlNumberMethod => NUMBER_METHODS.includes(method);
const isOfCategories = (method: NannymlMethod): method is NannymlCategoryMethod => CATEGORY_METHODS.includes(method);

export interface NannymlChunk extends DriftVerdict<NannymlMethod> {
  readonly key: string;
}

export interface NannymlDrift {
  readonly method: NannymlMethod;
  /** Of the reference's own chunks, each against the whole reference. */
  readonly reference: readonly NannymlChunk[];
  readonly current: readonly NannymlChunk[];
  /** Mean and three standard deviations of the reference chunks; null for chi2, which alerts on p below 0.05. */
  readonly upperThreshold: number | null;
}

export interface NannymlOptions {
  readonly method?: NannymlMethod;
  /** Of both sides, unless the current one has its own (its times, with periods). */
  readonly chunking?: Chunking;
  readonly currentChunking?: Chunking;
  readonly incomplete?: Incomplete;
}

/**
 * Drift of one column by the rules of NannyML 0.13: the current rows in chunks, each against the whole reference, and an
 * upper threshold that is learnt from the chunks of the reference. Rows are cut before nulls are dropped.
 */
export function nannymlDrift(pair: ColumnPair, options: NannymlOptions = {}): NannymlDrift {
  const method = options.method ?? 'jensen_shannon';
  const referenceChunking = options.chunking ?? DEFAULT_CHUNKING;
  const [reference, current] = measureSides(pair, method, [
    chunkRows(pair.reference.length, referenceChunking, options.incomplete),
    chunkRows(pair.current.length, options.currentChunking ?? referenceChunking, options.incomplete),
  ]);
  const learnt = learnThreshold(
    reference.map(({ statistic }) => statistic),
    DEVIATIONS,
  );
  // Only Kolmogorov-Smirnov has an upper limit.
  const limited = learnt !== null && method === 'kolmogorov_smirnov' ? Math.min(1, learnt) : learnt;
  const upperThreshold = method === 'chi2' ? null : limited;
  const judge = (chunk: NannymlChunk): NannymlChunk => {
    if (method === 'chi2')
      return {
        ...chunk,
        threshold: CHI_SQUARE_LEVEL,
        drifted: chunk.pValue !== null && chunk.pValue < CHI_SQUARE_LEVEL,
      };
    const drifted = chunk.statistic !== null && upperThreshold !== null && chunk.statistic > upperThreshold;
    return { ...chunk, threshold: upperThreshold, drifted };
  };
  return { method, upperThreshold, reference: reference.map(judge), current: current.map(judge) };
}

type Chunks = ReturnType<typeof chunkRows>;

function measureSides(pair: ColumnPair, method: NannymlMethod, [before, now]: readonly [Chunks, Chunks]) {
  if (pair.kind === 'number' && isOfNumbers(method)) {
    const measure = measureNumbers(method, pair.reference);
    return [
      before.map(({ key, rows }) => answer(method, key, measure, takeNumbers(pair.reference, rows))),
      now.map(({ key, rows }) => answer(method, key, measure, takeNumbers(pair.current, rows))),
    ] as const;
  }
  if (pair.kind === 'category' && isOfCategories(method)) {
    const measure = measureCategories(method, pair.reference);
    return [
      before.map(({ key, rows }) => answer(method, key, measure, takeCategories(pair.reference, rows))),
      now.map(({ key, rows }) => answer(method, key, measure, takeCategories(pair.current, rows))),
    ] as const;
  }
  const refuse = ({ key }: { key: string }): NannymlChunk => ({
    key,
    ...undefinedVerdict(method, null, 'wrong-kind'),
  });
  return [before.map(refuse), now.map(refuse)] as const;
}

/** Not judged yet: the threshold comes from all chunks of the reference. */
function answer<Values>(method: NannymlMethod, key: string, measure: Measure<Values>, values: Values): NannymlChunk {
  return { key, ...giveVerdict(method, measure(values), null, () => false) };
}
