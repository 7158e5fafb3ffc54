import type { Tensor } from './datatype';
import type { OpenInferenceRequest } from './open-inference';
import type { InputSpec, ServedSignature } from './signature';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;
const SPACE = 0x20;
const NULL = 0x6e;

const FLOAT32_BELOW = 3.4e38;
/** Integers up to 15 digits and powers of ten up to 22 are exact, so one division or product of them is rounded correctly. */
const EXACT_DIGITS = 15;
const POWERS = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);
/** So many digits fit an integer of 32 bits, which is the fastest way to add them up. */
const SMALL_DIGITS = 9;

/** What this reader does not know: the general reader decides, and words the refusal. */
class Unusual extends Error {}
const unusual = new Unusual();

/** All of a body but its values. A client sends the same around its values call after call. */
interface Frame {
  /** Up to the bracket that opens the values. */
  head: Buffer;
  /** From the bracket that closes them. */
  tail: Buffer;
  shape: readonly number[];
}

const MAX_FRAME_BYTES = 1024;
/** What the last body was like that a version was sent. */
const frames = new WeakMap<ServedSignature, Frame>();

/** The values of small calls lie in slabs: memory of its own for each would cost more than reading it. */
const SLAB_BYTES = 64 * 1024;
const SMALL_BYTES = 2048;
let slab = new ArrayBuffer(SLAB_BYTES);
let slabUsed = 0;

function floats(datatype: 'FP32' | 'FP64', count: number): Float32Array | Float64Array {
  const bytes = count * (datatype === 'FP32' ? 4 : 8);
  if (bytes > SMALL_BYTES) return datatype === 'FP32' ? new Float32Array(count) : new Float64Array(count);
  if (slabUsed + bytes > SLAB_BYTES) {
    slab = new ArrayBuffer(SLAB_BYTES);
    slabUsed = 0;
  }
  const at = slabUsed;
  slabUsed += (bytes + 7) & ~7;
  return datatype === 'FP32' ? new Float32Array(slab, at, count) : new Float64Array(slab, at, count);
}

/**
 * The commonest request of the Open Inference protocol, read straight from its bytes: one float input in JSON, all outputs as JSON.
 * Null for everything else, malformed bodies included: `readOpenInference` reads those. What it reads is what that reader would have read.
 * Example: `{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2.5]}]}` → a tensor x of [1, 2.5].
 */
export function readFlatRequest(signature: ServedSignature, body: Buffer): OpenInferenceRequest | null {
  const [spec, second] = signature.inputs;
  if (!spec || second || signature.rowByRow || (spec.datatype !== 'FP32' && spec.datatype !== 'FP64')) return null;
  const { datatype } = spec;
  const frame = frames.get(signature);
  return (
    (frame && attempt(() => new Reader(body, spec, datatype).framed(signature, frame))) ??
    attempt(() => new Reader(body, spec, datatype).request(signature))
  );
}

/** Null for what the reader does not know. */
function attempt(read: () => OpenInferenceRequest): OpenInferenceRequest | null {
  try {
    return read();
  } catch (error) {
    if (error === unusual) return null;
    throw error;
  }
}

/**
 * Writes the numbers of a list into `data[from]` up to `data[until]`, as long as they are short decimals: `start` is behind the opening
 * bracket. Says how far it came: a number, null or bracket that it leaves to the reader begins at `at`, behind any comma.
 * One loop over local variables: with a call per number a list of 30,000 takes three times as long.
 */
function readShortNumbers(
  bytes: Uint8Array,
  start: number,
  data: Float32Array | Float64Array,
  from: number,
  until: number,
): { at: number; filled: number } {
  let filled = from;
  let at = start;
  for (; filled < until; filled++) {
    let next = at;
    let byte = bytes[next] ?? 0;
    if (byte === SPACE) byte = bytes[++next] ?? 0;
    const isNegative = byte === MINUS;
    if (isNegative) byte = bytes[++next] ?? 0;
    const first = next;
    let mantissa = 0;
    while (byte >= ZERO && byte <= NINE) {
      mantissa = (Math.imul(mantissa, 10) + byte - ZERO) | 0;
      byte = bytes[++next] ?? 0;
    }
    let digits = next - first;
    if (digits === 0 || (digits > 1 && bytes[first] === ZERO)) break;
    let places = 0;
    if (byte === POINT) {
      const point = next;
      byte = bytes[++next] ?? 0;
      while (byte >= ZERO && byte <= NINE) {
        mantissa = (Math.imul(mantissa, 10) + byte - ZERO) | 0;
        byte = bytes[++next] ?? 0;
      }
      places = next - point - 1;
      digits += places;
      if (places === 0) break;
    }
    if (digits > SMALL_DIGITS || byte !== COMMA) break;
    const size = mantissa / (POWERS[places] ?? Number.NaN);
    data[filled] = isNegative ? -size : size;
    at = next + 1;
  }
  return { at, filled };
}

class Reader {
  readonly #bytes: Buffer;
  readonly #spec: InputSpec;
  readonly #datatype: 'FP32' | 'FP64';
  #at = 0;
  /** Where the values lie: from the bracket that opens them to the one that closes them. */
  #from = 0;
  #until = 0;

  constructor(bytes: Buffer, spec: InputSpec, datatype: 'FP32' | 'FP64') {
    this.#bytes = bytes;
    this.#spec = spec;
    this.#datatype = datatype;
  }

  /** The next byte that is no white space, not taken; 0 at the end. */
  #peek(): number {
    for (;;) {
      const byte = this.#bytes[this.#at] ?? 0;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.#at += 1;
    }
  }

  #take(byte: number) {
    if (this.#peek() !== byte) throw unusual;
    this.#at += 1;
  }

  /** Takes a comma and says true, or the end of the list or object and says false. */
  #hasMore(close: number): boolean {
    const byte = this.#peek();
    this.#at += 1;
    if (byte === COMMA) return true;
    if (byte === close) return false;
    throw unusual;
  }

  /** A text of ASCII without escapes. */
  #text(): string {
    this.#take(QUOTE);
    const from = this.#at;
    for (;;) {
      const byte = this.#bytes[this.#at] ?? 0;
      if (byte === QUOTE) break;
      if (byte < 0x20 || byte > 0x7e || byte === 0x5c) throw unusual;
      this.#at += 1;
    }
    this.#at += 1;
    return this.#bytes.toString('latin1', from, this.#at - 1);
  }

  #name(): string {
    const name = this.#text();
    this.#take(COLON);
    return name;
  }

  #number(): number {
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at += 1;
    const first = bytes[at] ?? 0;
    if (first < ZERO || first > NINE) throw unusual;
    let digits = 0;
    let mantissa = 0;
    let byte = first;
    while (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      digits += 1;
      at += 1;
      byte = bytes[at] ?? 0;
    }
    if (first === ZERO && digits > 1) throw unusual;
    let places = 0;
    if (byte === POINT) {
      at += 1;
      byte = bytes[at] ?? 0;
      while (byte >= ZERO && byte <= NINE) {
        mantissa = mantissa * 10 + (byte - ZERO);
        digits += 1;
        places += 1;
        at += 1;
        byte = bytes[at] ?? 0;
      }
      if (places === 0) throw unusual;
    }
    if (byte === 0x65 || byte === 0x45 || digits > EXACT_DIGITS) {
      while (/[0-9eE+.-]/.test(String.fromCharCode(byte))) {
        at += 1;
        byte = bytes[at] ?? 0;
      }
      this.#at = at;
      const text = bytes.toString('latin1', from, at);
      if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) throw unusual;
      return Number(text);
    }
    this.#at = at;
    const size = places === 0 ? mantissa : mantissa / (POWERS[places] ?? Number.NaN);
    return isNegative ? -size : size;
  }

  #shape(): number[] {
    const shape: number[] = [];
    this.#take(OPEN_LIST);
    do {
      this.#peek();
      const size = this.#number();
      if (!Number.isSafeInteger(size) || size < 0 || Object.is(size, -0)) throw unusual;
      shape.push(size);
    } while (this.#hasMore(CLOSE_LIST));
    return shape;
  }

  /** Data that come before their shape are read once it is known. */
  #skipList(): number {
    const from = this.#at;
    let depth = 0;
    for (;;) {
      const byte = this.#bytes[this.#at] ?? 0;
      if (byte === 0 || byte === QUOTE) throw unusual;
      this.#at += 1;
      if (byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE_LIST && --depth === 0) return from;
    }
  }

  #checked(shape: readonly number[]): readonly number[] {
    const wanted = this.#spec.shape;
    if (shape.length !== wanted.length || wanted[0] !== -1) throw unusual;
    for (let d = 1; d < shape.length; d++) if (wanted[d] !== shape[d]) throw unusual;
    return shape;
  }

  /** Values of a list: flat, or one list per row. */
  #data(shape: readonly number[]): Float32Array | Float64Array {
    const bytes = this.#bytes;
    const datatype = this.#datatype;
    const { nullable } = this.#spec;
    let count = 1;
    for (const size of shape) count *= size;
    // A value takes two bytes at least: a shape beyond that is a lie, and nothing is allocated for it.
    if (count === 0 || count * 2 > bytes.length) throw unusual;
    const data = floats(datatype, count);
    const below = datatype === 'FP32' ? FLOAT32_BELOW : Number.MAX_VALUE;
    let filled = 0;
    const values = (until: number) => {
      do {
        ({ at: this.#at, filled } = readShortNumbers(bytes, this.#at, data, filled, until));
        if (filled === until) throw unusual;
        if (this.#peek() === NULL) {
          if (!nullable || bytes.toString('latin1', this.#at, this.#at + 4) !== 'null') throw unusual;
          this.#at += 4;
          data[filled] = Number.NaN;
        } else {
          const value = this.#number();
          if (value >= below || value <= -below) throw unusual;
          data[filled] = value;
        }
        filled += 1;
      } while (this.#hasMore(CLOSE_LIST));
    };
    this.#take(OPEN_LIST);
    this.#from = this.#at - 1;
    if (this.#peek() === OPEN_LIST) {
      const [rows = 0, width = 0] = shape;
      if (shape.length !== 2) throw unusual;
      for (let row = 0; row < rows; row++) {
        this.#take(OPEN_LIST);
        values((row + 1) * width);
        if (filled !== (row + 1) * width || this.#hasMore(CLOSE_LIST) !== row + 1 < rows) throw unusual;
      }
    } else values(count);
    if (filled !== count) throw unusual;
    this.#until = this.#at - 1;
    return data;
  }

  #tensor(): Tensor {
    const spec = this.#spec;
    let shape: number[] | null = null;
    let data: Float32Array | Float64Array | null = null;
    let dataAt = -1;
    const seen = new Set<string>();
    this.#take(OPEN_OBJECT);
    do {
      const name = this.#name();
      if (seen.has(name)) throw unusual;
      seen.add(name);
      if (name === 'shape') shape = this.#shape();
      else if (name === 'data') {
        if (this.#peek() !== OPEN_LIST) throw unusual;
        if (shape) data = this.#data(this.#checked(shape));
        else dataAt = this.#skipList();
      } else if (name === 'name') {
        if (this.#text() !== spec.name) throw unusual;
      } else if (name !== 'datatype' || this.#text() !== spec.datatype) throw unusual;
    } while (this.#hasMore(CLOSE_OBJECT));
    if (seen.size !== 4 || !shape) throw unusual;
    if (!data) {
      const behind = this.#at;
      this.#at = dataAt;
      data = this.#data(this.#checked(shape));
      this.#at = behind;
    }
    return { name: spec.name, datatype: spec.datatype, shape, data };
  }

  /** A body that is the frame around other values. */
  framed(signature: ServedSignature, { head, tail, shape }: Frame): OpenInferenceRequest {
    const bytes = this.#bytes;
    const until = bytes.length - tail.length;
    if (until <= head.length || bytes.compare(head, 0, head.length, 0, head.length) !== 0) throw unusual;
    if (bytes.compare(tail, 0, tail.length, until) !== 0) throw unusual;
    this.#at = head.length - 1;
    const data = this.#data(shape);
    if (this.#until !== until) throw unusual;
    const { name, datatype } = this.#spec;
    return requestOf(signature, { name, datatype, shape: [...shape], data }, undefined);
  }

  #keepFrame(signature: ServedSignature, shape: readonly number[]) {
    const bytes = this.#bytes;
    const until = this.#until;
    if (this.#from >= MAX_FRAME_BYTES || bytes.length - until > MAX_FRAME_BYTES) return;
    const head = Buffer.from(bytes.subarray(0, this.#from + 1));
    frames.set(signature, { head, tail: Buffer.from(bytes.subarray(until)), shape: [...shape] });
  }

  request(signature: ServedSignature): OpenInferenceRequest {
    let id: string | undefined;
    let input: Tensor | null = null;
    this.#take(OPEN_OBJECT);
    do {
      const name = this.#name();
      if (name === 'id' && id === undefined) id = this.#text().slice(0, 256);
      else if (name === 'inputs' && input === null) {
        this.#take(OPEN_LIST);
        input = this.#tensor();
        this.#take(CLOSE_LIST);
      } else throw unusual;
    } while (this.#hasMore(CLOSE_OBJECT));
    if (this.#peek() !== 0 || this.#at !== this.#bytes.length || !input) throw unusual;
    if (id === undefined) this.#keepFrame(signature, input.shape);
    return requestOf(signature, input, id);
  }
}

const requestOf = (signature: ServedSignature, input: Tensor, id: string | undefined): OpenInferenceRequest => ({
  id,
  tensors: [input],
  rows: input.shape[0] ?? 1,
  context: null,
  outputs: signature.outputs.map((output) => ({ name: output.name, binary: false })),
});
