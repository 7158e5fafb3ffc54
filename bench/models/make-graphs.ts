// npx tsx bench/models/make-graphs.ts conv|pool|crash FILE: models that are written without a library, the same bytes each time.
import { writeFileSync } from 'node:fs';
import { integerDivisionModel } from '@/lib/pure/onnx/hazard-models';
import { encodeModel, type NodeSpec, type TensorSpec } from '@/lib/pure/onnx/write';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';

const SEED = 20_261_124;

/** A tensor of values between -scale and scale. */
function makeWeights(random: () => number, name: string, dims: number[], scale: number): TensorSpec {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return { name, type: 'FP32', dims, data: Array.from({ length: count }, () => (random() * 2 - 1) * scale) };
}

/** Digits of 28 × 28 to ten classes: two convolutions with pooling, and a dense layer. */
function convModel(): Uint8Array {
  const random = mulberry32(SEED);
  const nodes: NodeSpec[] = [];
  const initializers: TensorSpec[] = [];
  const channels = [1, 8, 16];
  let from = 'x';
  channels.slice(1).forEach((to, layer) => {
    initializers.push(makeWeights(random, `w${layer}`, [to, channels[layer] ?? 0, 3, 3], 0.4));
    initializers.push(makeWeights(random, `b${layer}`, [to], 0.1));
    nodes.push(
      {
        op: 'Conv',
        inputs: [from, `w${layer}`, `b${layer}`],
        outputs: [`sum${layer}`],
        attributes: [{ name: 'pads', ints: [1, 1, 1, 1] }],
      },
      { op: 'Relu', inputs: [`sum${layer}`], outputs: [`active${layer}`] },
      {
        op: 'MaxPool',
        inputs: [`active${layer}`],
        outputs: [`pooled${layer}`],
        attributes: [
          { name: 'kernel_shape', ints: [2, 2] },
          { name: 'strides', ints: [2, 2] },
        ],
      },
    );
    from = `pooled${layer}`;
  });
  // Halved twice, 28 is 7.
  initializers.push(makeWeights(random, 'dense', [16 * 7 * 7, 10], 0.1));
  initializers.push(makeWeights(random, 'bias', [10], 0.1));
  nodes.push(
    { op: 'Flatten', inputs: [from], outputs: ['flat'] },
    { op: 'Gemm', inputs: ['flat', 'dense', 'bias'], outputs: ['logits'] },
    { op: 'Softmax', inputs: ['logits'], outputs: ['probabilities'], attributes: [{ name: 'axis', int: 1 }] },
  );
  return encodeModel({
    producerName: 'implanta',
    graph: {
      nodes,
      initializers,
      inputs: [{ name: 'x', type: 'FP32', shape: [-1, 1, 28, 28] }],
      outputs: [{ name: 'probabilities', type: 'FP32', shape: [-1, 10] }],
    },
  });
}

/** The mean of each channel of an image: nearly no arithmetic, so that moving the bytes is what is measured. */
function poolModel(): Uint8Array {
  return encodeModel({
    producerName: 'implanta',
    graph: {
      nodes: [{ op: 'GlobalAveragePool', inputs: ['x'], outputs: ['means'] }],
      inputs: [{ name: 'x', type: 'FP32', shape: [-1, 3, -1, -1] }],
      outputs: [{ name: 'means', type: 'FP32', shape: [-1, 3, 1, 1] }],
    },
  });
}

const MAKERS = new Map([
  ['conv', convModel],
  ['pool', poolModel],
  ['crash', integerDivisionModel],
]);
const [name = '', file] = process.argv.slice(2);
const make = MAKERS.get(name);
if (!make || !file) throw new Error(`npx tsx bench/models/make-graphs.ts ${[...MAKERS.keys()].join('|')} FILE`);
writeFileSync(file, make());
