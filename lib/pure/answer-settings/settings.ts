/** How the probabilities of a version are corrected. Platt and bins are of two classes and correct the second one's. */
export type Calibration =
  /** 1 / (1 + exp(-(slope * logit(p) + intercept))), of Platt 1999. */
  | { kind: 'platt'; slope: number; intercept: number }
  /** softmax(log(p) / temperature), of Guo et al. 2017. */
  | { kind: 'temperature'; temperature: number }
  /** Straight lines between knots that never fall. */
  | { kind: 'bins'; x: readonly number[]; y: readonly number[] };

/** What is done to the answers of a version without a new file; null where the file's own answer stays. */
export interface AnswerSettings {
  calibration: Calibration | null;
  /** Two classes: the second is answered from this probability on. */
  threshold: number | null;
  /** One for each class: the largest product of weight and probability is answered. */
  weights: readonly number[] | null;
  /** Answers nearer to another one than this are too close to call. */
  margin: number | null;
  /** Of numbers: factor * value + offset, in this unit. */
  units: { factor: number; offset: number; unit: string } | null;
}

export const PLAIN: AnswerSettings = { calibration: null, threshold: null, weights: null, margin: null, units: null };

/** Whether the file's answers stay as they are. */
export const isPlain = (settings: AnswerSettings): boolean =>
  Object.values(settings).every((setting) => setting === null);

/** Whether the class is chosen anew and not taken from the file's label: the label must fit the probabilities beside it. */
export const decides = ({ calibration, threshold, weights }: AnswerSettings): boolean =>
  calibration !== null || threshold !== null || weights !== null;
