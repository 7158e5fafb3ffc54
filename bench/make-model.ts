// Writes bench/mlp.onnx, the same bytes each time: npx tsx bench/make-model.ts
import { writeFileSync } from 'node:fs';
import { encodeModel, type NodeSpec, type TensorSpec } from '@/lib/pure/onnx/write';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';

const SEED = 20_261_124;
const WIDTHS = [30, 64, 32, 2];

const random = mulberry32(SEED);
/** Standard normal by Box and Muller; 1 - random() keeps the logarithm finite. */
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const nodes: NodeSpec[] = [];
const initializers: TensorSpec[] = [];
let from = 'x';
WIDTHS.slice(1).forEach((width, layer) => {
  const before = WIDTHS[layer] ?? 0;
  const scale = Math.sqrt(2 / before);
  const weights = Array.from({ length: before * width }, () => normal() * scale);
  const bias = Array.from({ length: width }, () => normal() * 0.1);
  initializers.push({ name: `w${layer}`, type: 'FP32', dims: [before, width], data: weights });
  initializers.push({ name: `b${layer}`, type: 'FP32', dims: [width], data: bias });
  nodes.push({ op: 'Gemm', inputs: [from, `w${layer}`, `b${layer}`], outputs: [`sum${layer}`] });
  const isLast = layer === WIDTHS.length - 2;
  from = isLast ? 'probabilities' : `active${layer}`;
  nodes.push({
    op: isLast ? 'Softmax' : 'Relu',
    inputs: [`sum${layer}`],
    outputs: [from],
    attributes: isLast ? [{ name: 'axis', int: 1 }] : [],
  });
});

writeFileSync(
  new URL('mlp.onnx', import.meta.url),
  encodeModel({
    producerName: 'implanta',
    graph: {
      nodes,
      initializers,
      inputs: [{ name: 'x', type: 'FP32', shape: [-1, WIDTHS[0] ?? 0] }],
      outputs: [{ name: 'probabilities', type: 'FP32', shape: [-1, WIDTHS.at(-1) ?? 0] }],
    },
  }),
);
