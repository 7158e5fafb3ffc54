import { allocate, type Datatype, numberToBfloat, numberToHalf, type TensorData } from './datatype';
import { longDigits } from './long-integers';
import { badField, ProtocolError } from './protocol-error';

export const MAX_TEXT_BYTES = 1024 * 1024;

const INTEGER_RANGE: Partial<Record<Datatype, readonly [number, number]>> = {
  UINT8: [0, 255],
  UINT16: [0, 65_535],
  UINT32: [0, 4_294_967_295],
  INT8: [-128, 127],
  INT16: [-32_768, 32_767],
  INT32: [-2_147_483_648, 2_147_483_647],
};
const LONG_RANGE = { INT64: [-(2n ** 63n), 2n ** 63n - 1n], UINT64: [0n, 2n ** 64n - 1n] } as const;
const FLOAT_MAX: Partial<Record<Datatype, number>> = {
  FP16: 65_504,
  BF16: 3.3895313892515355e38,
  // The largest number that still rounds down to the largest float32; the next one would become infinite.
  FP32: 3.4028235677973362e38,
  FP64: Number.MAX_VALUE,
};
const TAGGED = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

const show = (value: unknown): string => {
  const text = typeof value === 'string' ? `"${longDigits(value) ?? value}"` : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
};

const kindOf: Record<Datatype, string> = {
  BOOL: 'true or false',
  UINT8: 'an integer from 0 to 255',
  UINT16: 'an integer from 0 to 65535',
  UINT32: 'an integer from 0 to 4294967295',
  UINT64: 'an integer from 0 to 18446744073709551615',
  INT8: 'an integer from -128 to 127',
  INT16: 'an integer from -32768 to 32767',
  INT32: 'an integer from -2147483648 to 2147483647',
  INT64: 'a 64-bit integer',
  FP16: 'a number',
  BF16: 'a number',
  FP32: 'a number',
  FP64: 'a number',
  BYTES: 'text',
};

function readFloat(field: string, datatype: Datatype, value: unknown, nullable: boolean): number {
  if (typeof value === 'number') {
    if (Math.abs(value) > (FLOAT_MAX[datatype] ?? Number.MAX_VALUE))
      throw badField(
        field,
        `${Number.isFinite(value) ? value : 'the number'} is too large for ${datatype}`,
        'not_finite',
      );
    return value;
  }
  if (value === null) {
    if (nullable) return Number.NaN;
    throw badField(
      field,
      'null is not taken: the model gives no finite answer for a missing value here',
      'null_refused',
    );
  }
  if (typeof value === 'string') {
    const digits = longDigits(value);
    if (digits !== null) return readFloat(field, datatype, Number(digits), nullable);
    const tagged = TAGGED.get(value);
    if (tagged !== undefined && (nullable || !Number.isNaN(tagged))) return tagged;
  }
  throw badField(field, `${show(value)} is not ${kindOf[datatype]}`, 'wrong_type');
}

function readInteger(field: string, datatype: Datatype, value: unknown): number {
  const [low, high] = INTEGER_RANGE[datatype] ?? [0, 0];
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
  throw badField(field, `${show(value)} is not ${kindOf[datatype]}`, 'wrong_type');
}

function readLong(field: string, datatype: 'INT64' | 'UINT64', value: unknown): bigint {
  const [low, high] = LONG_RANGE[datatype];
  const text = typeof value === 'string' ? (longDigits(value) ?? value) : null;
  let integer: bigint | null = null;
  if (typeof value === 'number' && Number.isSafeInteger(value)) integer = BigInt(value);
  else if (text !== null && /^-?\d{1,20}$/.test(text)) integer = BigInt(text);
  if (integer === null || integer < low || integer > high)
    throw badField(field, `${show(value)} is not ${kindOf[datatype]}`, 'wrong_type');
  return integer;
}

function readText(field: string, value: unknown): string {
  if (typeof value !== 'string' || longDigits(value) !== null)
    throw badField(field, `${show(value)} is not text`, 'wrong_type');
  checkText(field, value);
  return value;
}

/** Refuses texts that a model or a database would silently change. */
export function checkText(field: string, value: string): void {
  if (value.length > MAX_TEXT_BYTES)
    throw new ProtocolError(`${field}: a text is longer than 1 MB`, { status: 413, field, reason: 'text_too_long' });
  if (value.includes('\u0000')) throw badField(field, 'a text holds the character NUL', 'bad_text');
  if (!value.isWellFormed()) throw badField(field, 'a text holds half a surrogate pair', 'bad_text');
}

/** One JSON value as a value of the datatype; throws ProtocolError naming the field. FP16 and BF16 come back as their bits. */
export function readValue(
  field: string,
  datatype: Datatype,
  value: unknown,
  nullable: boolean,
): number | bigint | string {
  switch (datatype) {
    case 'FP32':
    case 'FP64':
      return readFloat(field, datatype, value, nullable);
    case 'FP16':
      return numberToHalf(readFloat(field, datatype, value, nullable));
    case 'BF16':
      return numberToBfloat(readFloat(field, datatype, value, nullable));
    case 'INT64':
    case 'UINT64':
      return readLong(field, datatype, value);
    case 'BOOL':
      if (value === true || value === 1) return 1;
      if (value === false || value === 0) return 0;
      throw badField(field, `${show(value)} is not true or false`, 'wrong_type');
    case 'BYTES':
      return readText(field, value);
    default:
      return readInteger(field, datatype, value);
  }
}

/** Flat JSON values as tensor data. `values.length` must already be what the shape asks for. */
export function readValues(
  field: string,
  datatype: Datatype,
  values: readonly unknown[],
  nullable: boolean,
): TensorData {
  if (datatype === 'BYTES') return values.map((value) => readText(field, value));
  if (datatype === 'FP32') {
    const data = new Float32Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      data[i] =
        typeof value === 'number' && value < 3.4e38 && value > -3.4e38
          ? value
          : readFloat(field, datatype, value, nullable);
    }
    return data;
  }
  // Only BYTES give text, and these were handled above.
  const data = allocate(datatype, values.length);
  for (let i = 0; i < values.length; i++) data[i] = readValue(field, datatype, values[i], nullable) as number | bigint;
  return data;
}

/**
 * Nested or flat JSON data as a flat list, checked against its shape before anything is allocated.
 * Nested data must have exactly the sizes of `shape`.
 */
export function flattenData(field: string, data: unknown, shape: readonly number[]): readonly unknown[] {
  if (!Array.isArray(data)) throw badField(field, 'its data must be a list', 'no_data');
  let count = 1;
  for (const size of shape) count *= size;
  if (!Array.isArray(data[0])) {
    if (data.length !== count)
      throw badField(
        field,
        `its shape [${shape.join(', ')}] asks for ${count} values, and data holds ${data.length}`,
        'wrong_count',
      );
    for (const value of data)
      if (Array.isArray(value)) throw badField(field, 'its data mixes values and lists', 'ragged');
    return data;
  }
  const flat: unknown[] = [];
  const walk = (part: unknown, depth: number) => {
    if (depth === shape.length) {
      if (Array.isArray(part))
        throw badField(field, `its data is nested deeper than its shape [${shape.join(', ')}]`, 'ragged');
      flat.push(part);
      return;
    }
    if (!Array.isArray(part) || part.length !== shape[depth])
      throw badField(field, `its data is ragged: it does not have the shape [${shape.join(', ')}]`, 'ragged');
    for (const inner of part) walk(inner, depth + 1);
  };
  walk(data, 0);
  return flat;
}
