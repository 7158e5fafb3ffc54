import { type RowAnswer, readAnswers, readOutcomes } from '../protocols/answer';
import type { Tensor } from '../protocols/datatype';
import type { ServedSignature } from '../protocols/signature';
import { calibrate } from './calibrate';
import { chooseClass } from './choose-class';
import { type AnswerSettings, decides } from './settings';

export interface Settled {
  outputs: Tensor[];
  /** The decisive text of each row. */
  outcomes: string[];
  /** Rows that are too close to call. */
  abstained: number[];
}

type Floats = Float32Array | Float64Array;

/** Whether numbers can be written into a tensor as they are. */
export const isFloat = (tensor: Tensor | undefined): tensor is Tensor & { data: Floats } =>
  tensor?.datatype === 'FP32' || tensor?.datatype === 'FP64';

/**
 * The answers of a call by the settings of its version. Outputs are copied where they change: those of joined calls share their memory.
 * Classes are chosen by the probabilities as they are answered, so that whoever reads the answer finds the same. Outputs that the settings
 * do not fit stay as they are.
 */
export function settle(
  signature: ServedSignature,
  outputs: readonly Tensor[],
  rows: number,
  settings: AnswerSettings,
): Settled {
  const { reading } = signature;
  if (reading.task === 'regression' && settings.units) {
    const { factor, offset } = settings.units;
    const settled = outputs.map((output) =>
      output.name === reading.value && isFloat(output)
        ? { ...output, data: scaled(output.data, factor, offset) }
        : output,
    );
    return { outputs: settled, outcomes: readOutcomes(signature, settled, rows), abstained: [] };
  }
  const ofFile = () => readOutcomes(signature, outputs, rows);
  const kept = () => ({ outputs: [...outputs], outcomes: ofFile(), abstained: [] });
  if (reading.task !== 'classification') return kept();
  const { classes } = reading;
  const probabilities = outputs.find(({ name }) => name === reading.probabilities);
  const width = classes.length;
  if (!isFloat(probabilities) || width < 2 || probabilities.data.length !== rows * width) return kept();
  const scores = settings.calibration ? corrected(probabilities.data, width, settings.calibration) : probabilities.data;
  // A 32-bit score that reads as 0.7 is a little less: the threshold is rounded as it is.
  const threshold =
    settings.threshold !== null && scores instanceof Float32Array
      ? Math.fround(settings.threshold)
      : settings.threshold;
  const decision = { threshold, weights: settings.weights };
  const chosen: number[] = [];
  const abstained: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const { at, margin } = chooseClass(scores.subarray(row * width, (row + 1) * width), decision);
    chosen.push(at);
    if (settings.margin !== null && margin < settings.margin) abstained.push(row);
  }
  const isChosen = decides(settings);
  return {
    outputs: outputs.map((output) => {
      if (output === probabilities) return { ...output, data: scores };
      return isChosen && output.name === reading.label ? labelled(output, chosen, classes) : output;
    }),
    outcomes: isChosen ? chosen.map((at) => classes[at] ?? '') : ofFile(),
    abstained,
  };
}

function scaled(data: Floats, factor: number, offset: number): Floats {
  const values = data.slice();
  for (const [at, value] of data.entries()) values[at] = factor * value + offset;
  return values;
}

function corrected(data: Floats, width: number, calibration: NonNullable<AnswerSettings['calibration']>): Floats {
  const scores = data.slice();
  for (let at = 0; at < scores.length; at += width)
    scores.set(calibrate(Array.from(scores.subarray(at, at + width)), calibration), at);
  return scores;
}

/** A label tensor with the chosen classes; as it is where it cannot hold them. */
function labelled(output: Tensor, chosen: readonly number[], classes: readonly string[]): Tensor {
  if (output.data.length !== chosen.length || !holdsClasses(output, classes)) return output;
  if (Array.isArray(output.data)) return { ...output, data: chosen.map((at) => classes[at] ?? '') };
  const data = output.data.slice();
  for (const [row, at] of chosen.entries()) {
    const text = classes[at] ?? '';
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[row] = BigInt(text);
    else data[row] = output.datatype === 'BOOL' ? Number(text === 'true' || text === '1') : Number(text);
  }
  return { ...output, data };
}

/** Whether a label tensor can name all classes: texts can, integers where each class is one. */
export const holdsClasses = ({ datatype }: Pick<Tensor, 'datatype'>, classes: readonly string[]): boolean =>
  datatype === 'BYTES' ||
  (datatype === 'BOOL' && classes.every((text) => ['true', 'false', '0', '1'].includes(text))) ||
  (datatype !== 'FP16' && datatype !== 'BF16' && classes.every((text) => /^-?\d{1,15}$/.test(text)));

/** An answer that has been through JSON. */
type SaidAnswer = Omit<RowAnswer, 'probabilities'> & { probabilities: (number | null)[] | null };

/** The same of answers that were read before: those of a version that was asked again. */
export function settleAnswers(
  signature: ServedSignature,
  answers: readonly SaidAnswer[],
  settings: AnswerSettings,
): SaidAnswer[] {
  const { reading } = signature;
  const rows = answers.length;
  const datatypeOf = (name: string) => signature.outputs.find((output) => output.name === name)?.datatype;
  const floats = (name: string, values: readonly number[]): Tensor =>
    datatypeOf(name) === 'FP64'
      ? { name, datatype: 'FP64', shape: [rows, values.length / rows], data: Float64Array.from(values) }
      : { name, datatype: 'FP32', shape: [rows, values.length / rows], data: Float32Array.from(values) };
  const outputs: Tensor[] = [];
  if (reading.task === 'regression') {
    if (answers.some(({ value }) => value === null)) return [...answers];
    outputs.push(
      floats(
        reading.value,
        answers.map(({ value }) => value ?? 0),
      ),
    );
  }
  if (reading.task === 'classification') {
    const isMissing = ({ probabilities }: SaidAnswer) => probabilities === null || probabilities.includes(null);
    if (reading.probabilities === null || answers.some(isMissing)) return [...answers];
    outputs.push(
      floats(
        reading.probabilities,
        answers.flatMap(({ probabilities }) => (probabilities ?? []).map(Number)),
      ),
    );
    if (reading.label !== null)
      outputs.push({
        name: reading.label,
        datatype: 'BYTES',
        shape: [rows],
        data: answers.map(({ outcome }) => outcome),
      });
  }
  const settled = settle(signature, outputs, rows, settings);
  return readAnswers(signature, settled.outputs, rows, settled.outcomes);
}
