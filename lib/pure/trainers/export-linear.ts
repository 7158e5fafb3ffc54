import type { GraphBuilder } from '../onnx/graph-builder';
import { encodeTexts, joinNumbers } from './export-inputs';
import type { LinearScores } from './fit-ridge';
import { FARTHEST, type LinearColumn } from './linear-design';
import type { InputPlan } from './plan-inputs';

/**
 * The scores [rows, outputs] of a linear model, in 64 bits, so that a file answers what the trainer does. The coefficients of a column of texts
 * are a table that is looked up, which is one-hot encoding and its product in one.
 */
export function exportLinear(
  graph: GraphBuilder,
  plans: readonly InputPlan[],
  columns: readonly LinearColumn[],
  { coefficients, intercepts }: LinearScores,
): string {
  const outputs = coefficients.length;
  const numbers = columns.filter((column) => column.kind === 'number');
  const joined = joinNumbers(graph, plans);
  const double = (values: readonly number[]) => graph.constant('FP64', [1, values.length], values);
  let sum = double(Array.from(intercepts));
  if (joined) {
    const isMissing = graph.add('IsNaN', [joined]);
    const filled = graph.add('Where', [isMissing, double(numbers.map(({ fill }) => fill)), joined]);
    const centred = graph.add('Sub', [filled, double(numbers.map(({ center }) => center))]);
    const scaled = graph.add('Div', [centred, double(numbers.map(({ scale }) => scale))]);
    const scalar = (value: number) => graph.constant('FP64', [], [value]);
    const kept = graph.add('Clip', [scaled, scalar(-FARTHEST), scalar(FARTHEST)]);
    const factors = numbers.flatMap((_, i) => coefficients.map((w) => w[i] as number));
    const product = graph.add('MatMul', [kept, graph.constant('FP64', [numbers.length, outputs], factors)]);
    sum = graph.add('Add', [product, sum]);
  }
  let place = numbers.length;
  const texts = plans.filter(({ kind, use }) => use === 'used' && kind === 'category');
  for (const [at, column] of columns.filter(({ kind }) => kind === 'category').entries()) {
    const plan = texts[at];
    if (column.kind !== 'category' || !plan) continue;
    const width = column.codes + (column.hasMissing ? 1 : 0);
    const rows = Array.from({ length: width }, (_, code) => coefficients.map((w) => w[place + code] as number));
    const nothing = coefficients.map(() => 0);
    const table = graph.constant('FP64', [width + 1, outputs], [...rows, nothing].flat());
    const code = encodeTexts(graph, plan.name, {
      known: new Map(plan.categories.map((text, own) => [text, own])),
      missing: column.hasMissing ? column.codes : width,
      other: plan.hasOthers ? plan.categories.length : width,
    });
    sum = graph.add('Add', [sum, graph.add('Gather', [table, code])]);
    place += width;
  }
  return sum;
}
