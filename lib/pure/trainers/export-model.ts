import { GraphBuilder } from '../onnx/graph-builder';
import { encodeModel, type ValueSpec } from '../onnx/write';
import { FLOAT } from './export-inputs';
import { exportLinear } from './export-linear';
import { exportTrees } from './export-trees';
import type { FittedModel } from './fitted-model';
import type { Classes } from './read-target';

const OPSETS = [
  { domain: '', version: 17 },
  { domain: 'ai.onnx.ml', version: 3 },
];
/** A dimension of any size. */
const ROWS = 'rows';

/**
 * The model as one ONNX file that takes the raw columns, each a tensor [rows, 1] of its name, and answers `variable` [rows, 1], or `label`
 * [rows] and `probabilities` [rows, classes]. Outputs whose name a column has get an underscore.
 */
export function exportModel({ plans, classes, core }: FittedModel): Uint8Array {
  const inputs = plans.map(({ name, datatype }): ValueSpec => ({ name, type: datatype, shape: [ROWS, 1] }));
  const graph = new GraphBuilder(inputs);
  const scores =
    core.kind === 'linear'
      ? exportLinear(graph, plans, core.columns, core.scores)
      : exportTrees(graph, plans, core.trees);
  const outputs = classes ? addClasses(graph, scores, classes) : addNumber(graph, scores);
  return encodeModel({ graph: graph.finish(outputs), opsets: OPSETS, producerName: 'implanta' });
}

function addNumber(graph: GraphBuilder, scores: string): ValueSpec[] {
  const name = graph.freeName('variable');
  graph.add('Cast', [scores], [{ name: 'to', int: FLOAT }], name);
  return [{ name, type: 'FP32', shape: [ROWS, 1] }];
}

function addClasses(graph: GraphBuilder, scores: string, { labels, datatype }: Classes): ValueSpec[] {
  const [label, probabilities] = [graph.freeName('label'), graph.freeName('probabilities')];
  const axis = { name: 'axis', int: 1 };
  const chances = labels.length === 2 ? addTwo() : graph.add('Softmax', [scores], [axis]);
  function addTwo(): string {
    const second = graph.add('Sigmoid', [scores]);
    const first = graph.add('Sub', [graph.constant('FP64', [1, 1], [1]), second]);
    return graph.add('Concat', [first, second], [axis]);
  }
  graph.add('Cast', [chances], [{ name: 'to', int: FLOAT }], probabilities);
  const likeliest = graph.add('ArgMax', [probabilities], [axis, { name: 'keepdims', int: 0 }]);
  const table = graph.constant(datatype, [labels.length], datatype === 'INT64' ? labels.map(BigInt) : labels);
  const found = graph.add('ai.onnx.ml:ArrayFeatureExtractor', [table, likeliest]);
  graph.add('Reshape', [found, graph.constant('INT64', [1], [-1])], [], label);
  return [
    { name: label, type: datatype, shape: [ROWS] },
    { name: probabilities, type: 'FP32', shape: [ROWS, labels.length] },
  ];
}
