import { readBinaryTensor } from './binary-tensor';
import { checkShape } from './check-shape';
import { type ContentType, decodeJsonCells, decodeTexts } from './content-type';
import { isContextName } from './context';
import { type Datatype, isDatatype, type Tensor, valueAt } from './datatype';
import type { InferenceRequest } from './inference';
import { readFrame } from './mlflow';
import { badField } from './protocol-error';
import { flattenData, readValues } from './read-values';
import type { InputSpec, ServedSignature } from './signature';

/** A column of a data frame, one value per row. */
export interface FrameColumn {
  name: string;
  values: readonly unknown[];
}

interface GivenColumn extends Record<string, unknown> {
  name: string;
}

/** Whether the inputs are columns of a data frame: the request says `pd`, and they are not already the model's own tensors. */
export function isFrame(
  signature: ServedSignature,
  contentType: ContentType | undefined,
  inputs: readonly GivenColumn[],
): boolean {
  if (contentType !== 'pd') return false;
  return inputs.some((given) => {
    if (isContextName(given.name)) return false;
    const spec = signature.inputs.find((input) => input.name === given.name);
    return (
      !spec ||
      spec.datatype !== given.datatype ||
      !Array.isArray(given.shape) ||
      spec.shape.length !== given.shape.length
    );
  });
}

/** A column of a data frame, whatever its datatype is: frames are converted to what the model wants, where nothing is lost. */
export function readFrameColumn(
  given: GivenColumn,
  type: ContentType | undefined,
  bytes: Uint8Array | null,
): FrameColumn {
  const { name, datatype } = given;
  if (!isDatatype(datatype)) throw badField(name, 'its datatype is missing or unknown', 'wrong_datatype');
  const isNarrow = Array.isArray(given.shape) && given.shape.length === 2;
  const spec: InputSpec = { name, datatype, shape: isNarrow ? [-1, 1] : [-1], nullable: true };
  const shape = checkShape(spec, given.shape, false);
  if (bytes) {
    const tensor = readBinaryTensor(spec, shape, bytes);
    return { name, values: textsAsMeant(name, type, Array.isArray(tensor.data) ? tensor.data : plainValues(tensor)) };
  }
  const values = flattenData(name, given.data, shape);
  if (datatype !== 'BYTES') {
    const present = values.filter((value) => value !== null);
    // Checks that the values are what the column says they are; they keep their own form until the model's datatype is known.
    readValues(name, datatype, present, true);
    return { name, values };
  }
  return { name, values: textsAsMeant(name, type, values) };
}

/** Texts decoded as their content type says; missing ones stay missing. */
function textsAsMeant(name: string, type: ContentType | undefined, values: readonly unknown[]): readonly unknown[] {
  if (type !== 'base64' && type !== 'datetime' && type !== 'pd_json') return values;
  return values.map((value) => {
    if (typeof value !== 'string') return value;
    return type === 'pd_json' ? decodeJsonCells(name, [value])[0] : decodeTexts(name, type, [value])[0];
  });
}

const LONG = new Set<Datatype>(['INT64', 'UINT64']);

/** Values as JSON has them: NaN is null, and long integers that a number cannot hold are their digits. */
function plainValues(tensor: Tensor): unknown[] {
  return Array.from({ length: tensor.data.length }, (_, i) => {
    const value = valueAt(tensor, i);
    if (LONG.has(tensor.datatype)) return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    return typeof value === 'number' && !Number.isFinite(value) ? (Number.isNaN(value) ? null : String(value)) : value;
  });
}

/** Columns of one length as the model's tensors: by their names, or in their order for one nameless tensor. */
export function readFrameColumns(signature: ServedSignature, columns: readonly FrameColumn[]): InferenceRequest {
  const [first] = columns;
  const rows = first?.values.length ?? 0;
  for (const { name, values } of columns)
    if (values.length !== rows)
      throw badField(name, `it has ${values.length} values, and ${first?.name} has ${rows}`, 'wrong_count');
  return readFrame(
    signature,
    columns.map((column) => column.name),
    Array.from({ length: rows }, (_, row) => columns.map((column) => column.values[row])),
    'inputs',
    false,
  );
}
