import { countOf, type Tensor, valueAt } from '@/lib/pure/protocols/datatype';

export interface Tolerance {
  relative: number;
  absolute: number;
}

const show = (values: readonly unknown[]): string => values.slice(0, 6).map(String).join(', ');

/** JSON brings numbers of 16 bits and booleans as plain doubles: these are compared as they are. */
const valuesOf = (tensor: Tensor): (number | bigint | string)[] =>
  Array.from({ length: tensor.data.length }, (_, i) => {
    if (tensor.data instanceof Float64Array) return tensor.data[i] ?? Number.NaN;
    const value = valueAt(tensor, i);
    return typeof value === 'boolean' ? Number(value) : value;
  });

export function isClose(a: number, b: number, { relative, absolute }: Tolerance): boolean {
  if (Object.is(a, b) || a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Math.abs(a - b) <= absolute + relative * Math.abs(b);
}

/** The first difference between what was answered and what is wanted, in words; null where there is none. */
export function findDifference(
  given: readonly Tensor[],
  wanted: readonly Tensor[],
  tolerance: Tolerance,
): string | null {
  const names = (tensors: readonly Tensor[]) => tensors.map(({ name }) => name).join(', ');
  if (names(given) !== names(wanted)) return `outputs ${names(given)} instead of ${names(wanted)}`;
  for (const [at, want] of wanted.entries()) {
    const got = given[at];
    if (!got) return `no output ${want.name}`;
    if (got.datatype !== want.datatype) return `${want.name} is ${got.datatype} instead of ${want.datatype}`;
    if (got.shape.join() !== want.shape.join())
      return `${want.name} has the shape [${got.shape}] instead of [${want.shape}]`;
    if (got.data.length !== countOf(want.shape)) return `${want.name} has ${got.data.length} values`;
    const [ours, theirs] = [valuesOf(got), valuesOf(want)];
    const first = theirs.findIndex((value, i) => {
      const other = ours[i];
      return typeof value === 'number' && typeof other === 'number'
        ? !isClose(other, value, tolerance)
        : other !== value;
    });
    if (first >= 0)
      return `${want.name} differs at ${first}: ${show(ours.slice(first))} instead of ${show(theirs.slice(first))}`;
  }
  return null;
}
