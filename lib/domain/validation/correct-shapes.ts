import type { Tensor } from '@/lib/pure/protocols/datatype';
import type { SignatureInput, SignatureOutput } from '../registry/schema';

const contradicts = (declared: readonly number[], found: readonly number[]): boolean =>
  declared.length !== found.length || declared.some((size, axis) => size >= 0 && size !== found[axis]);

/**
 * The outputs with the shapes of what the model answered, where the file declares others: exporters write [1] for a label per row,
 * and none of a multi-label's columns. `alone`: answers to one row; `together`: the answer to several rows, null where there is none.
 * Example: declared [1], answered [1] and [16] → [-1].
 */
export function correctShapes(
  inputs: readonly SignatureInput[],
  outputs: readonly SignatureOutput[],
  alone: readonly (readonly Tensor[])[],
  together: readonly Tensor[] | null,
): SignatureOutput[] {
  // A size that a made-up free dimension of an input gave is no size of the output.
  const isFixed = inputs.every(({ shape }) => shape.slice(1).every((size) => size >= 0));
  return outputs.map((output, at) => {
    const shapes = [...alone, ...(together ? [together] : [])].flatMap((answer) => {
      const shape = answer[at]?.shape;
      return shape ? [shape] : [];
    });
    const [first] = shapes;
    if (!first || shapes.some((shape) => shape.length !== first.length)) return output;
    if (!shapes.some((shape) => contradicts(output.shape, shape))) return output;
    const shape = first.map((size, axis) => {
      const isSame = isFixed && shapes.every((other) => other[axis] === size);
      return isSame && (axis > 0 || together !== null) ? size : -1;
    });
    return { ...output, shape };
  });
}
