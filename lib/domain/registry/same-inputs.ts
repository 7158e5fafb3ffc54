import type { Signature } from './schema';

/** Whether what callers send to one version can be sent to the other: the same inputs by name and datatype, of shapes that fit. */
export function takesSameInputs(one: Signature, other: Signature): boolean {
  if (one.inputs.length !== other.inputs.length) return false;
  return one.inputs.every((input) => {
    const same = other.inputs.find(({ name }) => name === input.name);
    return (
      same !== undefined &&
      same.datatype === input.datatype &&
      same.shape.length === input.shape.length &&
      // The first dimension is the rows; -1 takes any size.
      same.shape.every((size, i) => i === 0 || size === input.shape[i] || size === -1)
    );
  });
}
