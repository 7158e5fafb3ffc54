// Tensors of the corpus as calls of the Open Inference protocol, and its answers held against what Python's onnxruntime gave.
const VIEWS = {
  BOOL: Uint8Array,
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  UINT64: BigUint64Array,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  INT64: BigInt64Array,
  FP16: Uint16Array,
  FP32: Float32Array,
  FP64: Float64Array,
};

function halfToNumber(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const part = bits & 1023;
  if (exponent === 0) return sign * part * 2 ** -24;
  if (exponent === 31) return part ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + part / 1024) * 2 ** (exponent - 15);
}

function viewOf(datatype, bytes) {
  const View = VIEWS[datatype];
  const copy = new Uint8Array(bytes);
  return new View(copy.buffer, 0, copy.length / View.BYTES_PER_ELEMENT);
}

/** The values of a tensor of the manifest: numbers, bigints or texts. */
export function valuesOf({ datatype, texts, bytes }) {
  if (datatype === 'BYTES') return texts;
  const values = Array.from(viewOf(datatype, Buffer.from(bytes, 'base64')));
  return datatype === 'FP16' ? values.map(halfToNumber) : values;
}

const jsonOf = (value, datatype) =>
  datatype === 'BYTES' ? JSON.stringify(value) : datatype === 'BOOL' ? String(value !== 0) : String(value);

/** Whether JSON can hold the tensors: no NaN and no infinity, and not too many values. */
export const fitsJson = (inputs) =>
  inputs.every((input) => {
    const values = valuesOf(input);
    return values.length < 5000 && values.every((value) => typeof value !== 'number' || Number.isFinite(value));
  });

/** A call in JSON. */
export function jsonCall(inputs) {
  const tensors = inputs.map((input) => {
    const data = valuesOf(input).map((value) => (Object.is(value, -0) ? '-0.0' : jsonOf(value, input.datatype)));
    return `{"name":${JSON.stringify(input.name)},"datatype":"${input.datatype}","shape":${JSON.stringify(input.shape)},"data":[${data.join(',')}]}`;
  });
  return { headers: { 'content-type': 'application/json' }, body: `{"inputs":[${tensors.join(',')}]}` };
}

function rawOf({ datatype, texts, bytes }) {
  if (datatype !== 'BYTES') return Buffer.from(bytes, 'base64');
  return Buffer.concat(
    texts.flatMap((text) => {
      const content = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(content.length);
      return [length, content];
    }),
  );
}

/** A call in binary, which asks for its answer in binary. */
export function binaryCall(inputs) {
  const parts = inputs.map(rawOf);
  const head = Buffer.from(
    JSON.stringify({
      inputs: inputs.map(({ name, datatype, shape }, at) => ({
        name,
        datatype,
        shape,
        parameters: { binary_data_size: parts[at].length },
      })),
      parameters: { binary_data_output: true },
    }),
  );
  return {
    headers: { 'content-type': 'application/octet-stream', 'inference-header-content-length': String(head.length) },
    body: Buffer.concat([head, ...parts]),
  };
}

function jsonNumber(value, datatype) {
  if (value === null) return Number.NaN;
  if (value === 'Infinity' || value === '-Infinity') return Number(value);
  if (datatype === 'INT64' || datatype === 'UINT64') return BigInt(value);
  if (datatype === 'BOOL') return value ? 1 : 0;
  return Number(value);
}

/** Tensors of an answer, by name. */
export function readAnswer(headers, bytes) {
  const headerBytes = headers.get('inference-header-content-length');
  const text = bytes.subarray(0, headerBytes === null ? bytes.length : Number(headerBytes)).toString();
  // Integers beyond 2^53 keep their digits as texts.
  const { outputs } = JSON.parse(text.replace(/(?<=[[,])(-?\d{16,})(?=[\],])/g, '"$1"'));
  let at = headerBytes === null ? 0 : Number(headerBytes);
  const found = new Map();
  for (const { name, datatype, shape, parameters, data } of outputs) {
    const size = parameters?.binary_data_size;
    let values;
    if (size === undefined) {
      const flat = Array.isArray(data) ? data.flat(Number.POSITIVE_INFINITY) : [data];
      values = datatype === 'BYTES' ? flat : flat.map((value) => jsonNumber(value, datatype));
    } else if (datatype === 'BYTES') {
      values = [];
      for (const end = at + size; at < end; ) {
        const length = bytes.readUInt32LE(at);
        values.push(bytes.subarray(at + 4, at + 4 + length).toString());
        at += 4 + length;
      }
    } else {
      values = Array.from(viewOf(datatype, bytes.subarray(at, at + size)));
      if (datatype === 'FP16') values = values.map(halfToNumber);
      at += size;
    }
    found.set(name, { datatype, shape, values });
  }
  return found;
}

function isEqual(wanted, given, datatype) {
  if (typeof wanted !== 'number' || !datatype.startsWith('FP')) return wanted === given;
  if (Number.isNaN(wanted)) return Number.isNaN(given);
  if (!Number.isFinite(wanted)) return wanted === given;
  const relative = datatype === 'FP16' ? 2e-3 : 1e-5;
  return Math.abs(wanted - given) <= relative * Math.max(1, Math.abs(wanted));
}

/** What is different from the tensors of the manifest, in words; null where nothing is. */
export function difference(outputs, answer) {
  for (const output of outputs) {
    const given = answer.get(output.name);
    if (!given) return `${output.name} is missing`;
    if (given.datatype !== output.datatype) return `${output.name} is ${given.datatype}, not ${output.datatype}`;
    const wanted = valuesOf(output);
    if (given.values.length !== wanted.length)
      return `${output.name} has ${given.values.length} values, not ${wanted.length}`;
    const at = wanted.findIndex((value, index) => !isEqual(value, given.values[index], output.datatype));
    if (at >= 0) return `${output.name}[${at}] is ${given.values[at]}, not ${wanted[at]}`;
    if (JSON.stringify(given.shape) !== JSON.stringify(output.shape))
      return `${output.name} has the shape [${given.shape}], not [${output.shape}]`;
  }
  return null;
}
