import { encodeModel, type GraphSpec, type ValueSpec } from './write';

const FLOAT_IN: ValueSpec = { name: 'x', type: 'FP32', shape: [-1, 2] };
const FLOAT_OUT: ValueSpec = { name: 'y', type: 'FP32', shape: [-1, 2] };

/** y = x, float [rows, 2]: the smallest model that serves. */
export function identityModel(): Uint8Array {
  return encodeModel({
    producerName: 'implanta',
    graph: { nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }], inputs: [FLOAT_IN], outputs: [FLOAT_OUT] },
  });
}

/** Takes float [rows, 2] and never answers: a Loop whose condition is always true. Loads at once, hangs in the first run. */
export function endlessLoopModel(): Uint8Array {
  const body: GraphSpec = {
    name: 'body',
    nodes: [
      { op: 'Identity', inputs: ['keep_going'], outputs: ['keep_going_out'] },
      { op: 'Identity', inputs: ['state'], outputs: ['state_out'] },
    ],
    inputs: [
      { name: 'step', type: 'INT64', shape: [] },
      { name: 'keep_going', type: 'BOOL', shape: [] },
      { name: 'state', type: 'FP32', shape: null },
    ],
    outputs: [
      { name: 'keep_going_out', type: 'BOOL', shape: [] },
      { name: 'state_out', type: 'FP32', shape: null },
    ],
  };
  return encodeModel({
    producerName: 'implanta',
    graph: {
      nodes: [{ op: 'Loop', inputs: ['', 'always', 'x'], outputs: ['y'], attributes: [{ name: 'body', graph: body }] }],
      inputs: [FLOAT_IN],
      outputs: [FLOAT_OUT],
      initializers: [{ name: 'always', type: 'BOOL', dims: [], data: [true] }],
    },
  });
}

/** y = a / b, int32 [rows]: -2147483648 / -1 kills the process that runs it. */
export function integerDivisionModel(): Uint8Array {
  const value = (name: string): ValueSpec => ({ name, type: 'INT32', shape: [-1] });
  return encodeModel({
    producerName: 'implanta',
    graph: {
      nodes: [{ op: 'Div', inputs: ['a', 'b'], outputs: ['y'] }],
      inputs: [value('a'), value('b')],
      outputs: [value('y')],
    },
  });
}

/** Gives float zeros of the shape it is sent (int64 [rank]): a few bytes in, any amount of memory out. */
export function zerosOfShapeModel(): Uint8Array {
  return encodeModel({
    producerName: 'implanta',
    graph: {
      nodes: [{ op: 'ConstantOfShape', inputs: ['shape'], outputs: ['zeros'] }],
      inputs: [{ name: 'shape', type: 'INT64', shape: [-1] }],
      outputs: [{ name: 'zeros', type: 'FP32', shape: null }],
    },
  });
}
