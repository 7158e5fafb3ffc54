import { badField } from './protocol-error';
import type { InputSpec } from './signature';

const MAX_VALUES = 2 ** 31 - 1;
/** Nothing in a body bounds the rows of a shape that holds no values. */
const MAX_WITHOUT_VALUES = 65_536;

/** A caller's shape against the signature's. Returns it as numbers, or throws ProtocolError before anything is allocated. */
export function checkShape(spec: InputSpec, given: unknown, rowByRow: boolean): number[] {
  const wanted = `[${spec.shape.join(', ')}]`;
  if (!Array.isArray(given)) throw badField(spec.name, `it needs a shape like ${wanted}`, 'no_shape');
  if (given.length !== spec.shape.length && !spec.anyRank)
    throw badField(spec.name, `its shape has ${given.length} dimensions; the model wants ${wanted}`, 'wrong_shape');
  let count = 1;
  let largest = 1;
  const shape = given.map((size: unknown, axis) => {
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
      throw badField(spec.name, `dimension ${axis} of its shape is not a whole number from 0 on`, 'wrong_shape');
    const fixed = spec.anyRank ? -1 : (spec.shape[axis] ?? -1);
    if (fixed >= 0 && size !== fixed && !(axis === 0 && rowByRow))
      throw badField(spec.name, `its shape is [${given.join(', ')}]; the model wants ${wanted}`, 'wrong_shape');
    count *= size;
    largest *= Math.max(size, 1);
    return size;
  });
  if (count > MAX_VALUES || (count === 0 && largest > MAX_WITHOUT_VALUES))
    throw badField(
      spec.name,
      `its shape [${given.join(', ')}] asks for more values than a request can hold`,
      'wrong_shape',
    );
  return shape;
}

/** How many rows a set of shapes holds: the free first dimension, which all inputs that have one must share. */
export function rowsOf(specs: readonly InputSpec[], shapes: ReadonlyMap<string, number[]>, rowByRow: boolean): number {
  let rows: number | null = null;
  let first = '';
  for (const spec of specs) {
    const size = shapes.get(spec.name)?.[0];
    if (size === undefined || spec.shape.length === 0 || (spec.shape[0] !== -1 && !rowByRow)) continue;
    if (rows === null) {
      rows = size;
      first = spec.name;
    } else if (rows !== size) throw badField(spec.name, `it has ${size} rows, and ${first} has ${rows}`, 'wrong_shape');
  }
  return rows ?? 1;
}
