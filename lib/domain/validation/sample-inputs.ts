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

/** Made-up tensors for a signature. `nan` fills only the input named `nanInput` with NaN, the others with random values. */
export function sampleInputs(
  inputs: readonly SignatureInput[],
  rows: number,
  filling: Filling,
  nanInput?: string,
): Tensor[] {
  const random = generator(20_130_101);
  return inputs.map((input) => {
    const shape = input.shape.map((size, axis) => (size >= 0 ? size : axis === 0 ? rows : FREE_SIZE));
    const count = countOf(shape);
    const next = (): number => {
      if (filling === 'nan' && input.name === nanInput) return Number.NaN;
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
