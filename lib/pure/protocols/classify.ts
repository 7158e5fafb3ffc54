import { type Tensor, valueAt } from './datatype';

/**
 * The classification extension: the `count` largest values of each row as texts `value:index[:label]`, largest first.
 * NaN comes last; equal values keep their order. Example: [0.1, 0.9] with labels no, yes and count 1 → ["0.9:1:yes"].
 */
export function classify(tensor: Tensor, count: number, labels: readonly string[] | null): Tensor {
  const [rows = 1] = tensor.shape;
  const width = rows > 0 ? tensor.data.length / rows : 0;
  const kept = Math.min(count, width);
  const data: string[] = [];
  for (let row = 0; row < rows; row++) {
    const values = Array.from({ length: width }, (_, index) => ({
      index,
      value: valueAt(tensor, row * width + index),
    }));
    values.sort((a, b) => rank(b.value) - rank(a.value) || a.index - b.index);
    for (const { index, value } of values.slice(0, kept)) {
      const label = labels?.[index];
      data.push(label === undefined ? `${value}:${index}` : `${value}:${index}:${label}`);
    }
  }
  return { name: tensor.name, datatype: 'BYTES', shape: tensor.shape.length === 0 ? [kept] : [rows, kept], data };
}

/** Finite stand-ins, because a difference of infinities is no order. */
const rank = (value: number | bigint | boolean | string): number => {
  const number = Number(value);
  return Number.isNaN(number) ? -Number.MAX_VALUE : Math.min(Math.max(number, -1e308), 1e308);
};
