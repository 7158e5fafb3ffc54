import { type Tensor, valueAt } from '@/lib/pure/protocols/datatype';
import type { SignatureOutput, SignatureReading } from '../registry/schema';

const isFloating = (output: SignatureOutput) =>
  output.datatype === 'FP32' || output.datatype === 'FP64' || output.datatype === 'FP16';
const isLabel = (output: SignatureOutput) =>
  output.datatype === 'BYTES' ||
  output.datatype === 'INT64' ||
  output.datatype === 'INT32' ||
  output.datatype === 'BOOL';

/** Whether every row of a probed output lies in 0..1 and sums to 1 within 1e-3. */
function isDistribution(tensor: Tensor, rows: number): boolean {
  const width = rows > 0 ? tensor.data.length / rows : 0;
  if (!Number.isInteger(width) || width < 2) return false;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const value = Number(valueAt(tensor, row * width + i));
      if (!(value >= -1e-6 && value <= 1 + 1e-6)) return false;
      sum += value;
    }
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

/**
 * How the outputs are read as an answer. `probed`: the outputs of `rows` made-up rows, or null where the model refused them all;
 * then only class labels of the file count.
 */
export function findReading(
  outputs: readonly SignatureOutput[],
  probed: readonly Tensor[] | null,
  rows: number,
): SignatureReading {
  const widthOf = (name: string) => {
    const tensor = probed?.find((output) => output.name === name);
    return tensor && rows > 0 ? tensor.data.length / rows : null;
  };
  const named = outputs.filter((output) => isFloating(output) && (output.classLabels?.length ?? 0) >= 2);
  const distributions = outputs.filter((output) => {
    const tensor = probed?.find((candidate) => candidate.name === output.name);
    return isFloating(output) && tensor !== undefined && isDistribution(tensor, rows);
  });
  const probabilities = named[0] ?? distributions[0];
  const label = outputs.find(
    (output) => output !== probabilities && isLabel(output) && (widthOf(output.name) ?? 1) === 1,
  );
  // One label per column of the scores, or several distributions beside several labels: many answers, and none of them is the answer.
  const isManyAnswers = outputs.some((output) => {
    const width = isLabel(output) ? (widthOf(output.name) ?? 1) : 1;
    return width > 1 && (distributions.length > 1 || (probabilities && widthOf(probabilities.name) === width));
  });
  if (label || (probabilities && !isManyAnswers)) {
    const width = probabilities ? (widthOf(probabilities.name) ?? probabilities.classLabels?.length ?? 0) : 0;
    const classes = probabilities?.classLabels ?? Array.from({ length: Math.min(width, 1000) }, (_, i) => String(i));
    return { task: 'classification', label: label?.name ?? null, probabilities: probabilities?.name ?? null, classes };
  }
  const [only, second] = outputs;
  if (only && !second && isFloating(only) && (widthOf(only.name) ?? (only.shape.at(-1) === 1 ? 1 : 0)) === 1)
    return { task: 'regression', value: only.name };
  return { task: 'tensors' };
}
