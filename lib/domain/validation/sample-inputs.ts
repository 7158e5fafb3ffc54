import { allocate, countOf, numberToBfloat, numberToHalf, type Tensor } from '@/lib/pure/protocols/datatype';
import type { SignatureInput } from '../registry/schema';

/** Size of a free dimension that is no row count. */
const FREE_SIZE = 8;

/** A small generator with a fixed seed (mulberry32): the same file is always probed with the same numbers. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Filling = 'zeros' | 'ones' | 'random' | 'nan';

/** As many values fit a call of 64 MB. Made-up rows lie in the memory of the server: a declared shape must not decide how much. */
export const MAX_SAMPLE_VALUES = 16_777_216;

const shapeOf = ({ shape }: SignatureInput, rows: number, free: number): number[] =>
  shape.map((size, axis) => (size >= 0 ? size : axis === 0 ? rows : free));

/** Free dimensions shrink to 1 where there are so many that their product would be too large. */
function sampleShape(input: SignatureInput, rows: number): number[] {
  const shape = shapeOf(input, rows, FREE_SIZE);
  return countOf(shape) <= MAX_SAMPLE_VALUES ? shape : shapeOf(input, rows, 1);
}

/** Values of all tensors that `sampleInputs` makes for so many rows. */
export const countSamples = (inputs: readonly SignatureInput[], rows: number): number =>
  inputs.reduce((sum, input) => sum + countOf(sampleShape(input, rows)), 0);

/** Made-up tensors for a signature. `nan` fills the input named `nanInput` with NaN, or all of floats where none is named; the others are random. */
export function sampleInputs(
  inputs: readonly SignatureInput[],
  rows: number,
  filling: Filling,
  nanInput?: string,
): Tensor[] {
  const random = generator(20_130_101);
  return inputs.map((input) => {
    const shape = sampleShape(input, rows);
    const count = countOf(shape);
    const next = (): number => {
      if (filling === 'nan' && isFloat(input) && input.name === (nanInput ?? input.name)) return Number.NaN;
      if (filling === 'zeros') return 0;
      if (filling === 'ones') return 1;
      return random();
    };
    if (input.datatype === 'BYTES')
      return {
        name: input.name,
        datatype: input.datatype,
        shape,
        data: Array.from({ length: count }, () =>
          filling === 'zeros' ? '' : filling === 'ones' ? 'a' : 'sample text',
        ),
      };
    const data = allocate(input.datatype, count);
    for (let i = 0; i < count; i++) {
      const value = next();
      if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = BigInt(Math.round(value));
      else if (input.datatype === 'FP16') data[i] = numberToHalf(value);
      else if (input.datatype === 'BF16') data[i] = numberToBfloat(value);
      else data[i] = input.datatype === 'FP32' || input.datatype === 'FP64' ? value : Math.round(value);
    }
    return { name: input.name, datatype: input.datatype, shape, data };
  });
}

export const isFloat = (input: SignatureInput): boolean =>
  input.datatype === 'FP16' || input.datatype === 'BF16' || input.datatype === 'FP32' || input.datatype === 'FP64';
