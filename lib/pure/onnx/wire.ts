import { storableText } from '../text/storable-text';
import { OnnxError } from './onnx-error';

/** Random access to bytes, so that a file of many gigabytes is never held in memory. */
export interface ByteSource {
  readonly size: number;
  /** Resolves to at most `length` bytes from `offset`; fewer only at the end of the source. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A source over bytes already in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** A message's payload inside the source; `depth` counts the messages around it. */
export interface WireRange {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/**
 * One field. The same object is used again for the next field: copy what you keep.
 * `lo` and `hi` are the unsigned halves of a varint or fixed value; `start` to `end` is the payload.
 */
export interface WireField {
  number: number;
  wireType: number;
  lo: number;
  hi: number;
  tagStart: number;
  start: number;
  end: number;
}

const GROUP = 3;
const END_GROUP = 4;
const MAX_DEPTH = 64;
const MIN_WINDOW = 4_096;
const MAX_WINDOW = 262_144;
/** Two varints of ten bytes always fit. */
const LOOK_AHEAD = 24;
/** All names and labels of one file; keeps a hostile file from filling memory. */
const MAX_TEXT_BYTES = 67_108_864;
const TWO_32 = 4_294_967_296;

/** The value of a varint field as signed 64-bit number; exact up to 2^53. */
export function fieldNumber(field: WireField): number {
  return (field.hi | 0) * TWO_32 + field.lo;
}

/** The value of a varint field as exact signed 64-bit integer. */
export function fieldInt64(field: WireField): bigint {
  return BigInt.asIntN(64, (BigInt(field.hi) << 32n) | BigInt(field.lo));
}

export interface WireLimits {
  /** Fields visited in all, over the life of one reader. */
  readonly maxFields: number;
}

/** Walks protobuf messages of a source; throws OnnxError `truncated` or `malformed`, nothing else of its own. */
export class WireReader {
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;
  #windowSize = MIN_WINDOW;
  #position = 0;
  #lo = 0;
  #hi = 0;
  #fields = 0;
  #textBytes = 0;

  constructor(
    readonly source: ByteSource,
    readonly limits: WireLimits = { maxFields: 100_000_000 },
  ) {}

  get root(): WireRange {
    return { start: 0, end: this.source.size, depth: 0 };
  }

  /** Calls `visit` for every field of the message in order. ONNX has no groups (wire types 3 and 4): what is in one is passed over, as protobuf does with unknown fields. */
  async walk(range: WireRange, visit: (field: WireField) => void): Promise<void> {
    const groups: number[] = [];
    const field: WireField = { number: 0, wireType: 0, lo: 0, hi: 0, tagStart: 0, start: 0, end: 0 };
    let position = range.start;
    while (position < range.end) {
      const need = Math.min(LOOK_AHEAD, range.end - position);
      if (position < this.#windowStart || position + need > this.#windowStart + this.#window.length)
        await this.#load(position);
      position = this.#next(field, position, range.end);
      if (field.wireType === GROUP) groups.push(field.number);
      else if (field.wireType !== END_GROUP) {
        if (groups.length === 0) visit(field);
      } else if (groups.pop() !== field.number)
        throw this.#malformed(field.tagStart, 'a group ends that did not begin');
      if (range.depth + groups.length > MAX_DEPTH)
        throw this.#malformed(field.tagStart, `messages nested deeper than ${MAX_DEPTH}`);
    }
    if (groups.length > 0) throw this.#malformed(range.end, 'a group does not end');
  }

  /** The payload of a length-delimited field as a message to walk. */
  child(field: WireField, parent: WireRange): WireRange {
    if (field.wireType !== 2) throw this.#malformed(field.tagStart, `field ${field.number} is not a message`);
    if (parent.depth + 1 > MAX_DEPTH) throw this.#malformed(field.tagStart, `messages nested deeper than ${MAX_DEPTH}`);
    return { start: field.start, end: field.end, depth: parent.depth + 1 };
  }

  /** Reads a byte range whole; the caller limits its length. */
  async bytes(start: number, end: number): Promise<Uint8Array> {
    const offset = start - this.#windowStart;
    if (offset >= 0 && offset + (end - start) <= this.#window.length)
      return this.#window.subarray(offset, offset + (end - start));
    if (end - start <= MIN_WINDOW) {
      await this.#load(start);
      return this.#window.subarray(0, end - start);
    }
    const bytes = await this.source.read(start, end - start);
    if (bytes.length < end - start) throw this.#truncated(start + bytes.length);
    return bytes;
  }

  /** Reads a UTF-8 string, in which NUL is U+FFFD because no database takes it; bytes that are not UTF-8 are `malformed`. */
  async text(range: { start: number; end: number }): Promise<string> {
    this.#textBytes += range.end - range.start;
    if (this.#textBytes > MAX_TEXT_BYTES) throw this.#malformed(range.start, 'it holds too much text');
    const bytes = await this.bytes(range.start, range.end);
    try {
      return storableText(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      throw this.#malformed(range.start, 'a name is not UTF-8');
    }
  }

  /** The varints of a packed field, one call each. */
  async packed(range: { start: number; end: number }, visit: (lo: number, hi: number) => void): Promise<void> {
    const step = MAX_WINDOW;
    for (let position = range.start; position < range.end; ) {
      await this.#load(position, Math.min(step, range.end - position));
      const stop = Math.min(range.end, this.#windowStart + this.#window.length);
      const safe = stop === range.end ? stop : stop - LOOK_AHEAD;
      this.#position = position;
      while (this.#position < safe) {
        this.#count(this.#position);
        this.#varint(range.end);
        visit(this.#lo, this.#hi);
      }
      position = this.#position;
    }
  }

  #next(field: WireField, position: number, end: number): number {
    this.#count(position);
    field.tagStart = position;
    this.#position = position;
    this.#varint(end);
    const tag = this.#lo;
    field.number = tag >>> 3;
    field.wireType = tag & 7;
    field.lo = 0;
    field.hi = 0;
    if (this.#hi !== 0 || field.number === 0) throw this.#malformed(position, 'a field number is out of range');
    field.start = this.#position;
    if (field.wireType === 0) {
      this.#varint(end);
      field.lo = this.#lo;
      field.hi = this.#hi;
      field.end = this.#position;
    } else if (field.wireType === 1 || field.wireType === 5) {
      field.end = field.start + (field.wireType === 1 ? 8 : 4);
      if (field.end > end) throw this.#outside(field.start, end);
      field.lo = this.#word(field.start);
      field.hi = field.wireType === 1 ? this.#word(field.start + 4) : 0;
    } else if (field.wireType === 2) {
      this.#varint(end);
      const length = this.#hi * TWO_32 + this.#lo;
      field.start = this.#position;
      field.end = field.start + length;
      if (field.end > end) throw this.#outside(field.start, end);
    } else if (field.wireType === GROUP || field.wireType === END_GROUP) field.end = field.start;
    else throw this.#malformed(position, `wire type ${field.wireType} is unknown`);
    return field.end;
  }

  #word(position: number): number {
    const at = position - this.#windowStart;
    const view = new DataView(this.#window.buffer, this.#window.byteOffset + at, 4);
    return view.getUint32(0, true);
  }

  #varint(end: number): void {
    const begin = this.#position;
    let lo = 0;
    let hi = 0;
    for (let i = 0; ; i += 1) {
      if (this.#position >= end) throw this.#outside(begin, end);
      const byte = this.#window[this.#position - this.#windowStart];
      if (byte === undefined) throw this.#truncated(this.#position);
      this.#position += 1;
      const bits = byte & 127;
      if (i < 4) lo |= bits << (7 * i);
      else if (i === 4) {
        lo |= bits << 28;
        hi = bits >>> 4;
      } else if (i < 9) hi |= bits << (7 * i - 32);
      else hi |= bits << 31;
      if (byte < 128) {
        if (i === 9 && byte > 1) throw this.#malformed(begin, 'a number does not fit 64 bits');
        if (i > 0 && byte === 0) throw this.#malformed(begin, 'a number is written with needless bytes');
        break;
      }
      if (i === 9) throw this.#malformed(begin, 'a number is longer than 10 bytes');
    }
    this.#lo = lo >>> 0;
    this.#hi = hi >>> 0;
  }

  async #load(position: number, atLeast = 0): Promise<void> {
    const isNext =
      position >= this.#windowStart && position <= this.#windowStart + this.#window.length && this.#window.length > 0;
    this.#windowSize = isNext ? Math.min(this.#windowSize * 2, MAX_WINDOW) : MIN_WINDOW;
    const length = Math.min(Math.max(this.#windowSize, atLeast), this.source.size - position);
    const bytes = await this.source.read(position, length);
    if (bytes.length < length) throw this.#truncated(position + bytes.length);
    this.#window = bytes;
    this.#windowStart = position;
  }

  #count(position: number): void {
    this.#fields += 1;
    if (this.#fields > this.limits.maxFields) throw this.#malformed(position, 'too many fields');
  }

  #outside(offset: number, end: number): OnnxError {
    return end >= this.source.size
      ? this.#truncated(offset)
      : this.#malformed(offset, 'a field is longer than its message');
  }

  #truncated(offset: number): OnnxError {
    return new OnnxError('truncated', { offset, size: this.source.size });
  }

  #malformed(offset: number, reason: string): OnnxError {
    return new OnnxError('malformed', { offset, reason });
  }
}

/** Writes protobuf fields; `finish` gives the bytes. */
export class WireWriter {
  #bytes = new Uint8Array(64);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  varint(number: number, value: number | bigint): this {
    this.#put(number << 3);
    this.#put(value);
    return this;
  }

  bytes(number: number, value: Uint8Array): this {
    this.#put((number << 3) | 2);
    this.#put(value.length);
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  string(number: number, value: string): this {
    return this.bytes(number, ENCODER.encode(value));
  }

  message(number: number, fill: (writer: WireWriter) => void): this {
    const inner = new WireWriter();
    fill(inner);
    return this.bytes(number, inner.finish());
  }

  float(number: number, value: number): this {
    this.#put((number << 3) | 5);
    this.#room(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** A varint; negative values take ten bytes, as int64 of protobuf does. */
  #put(value: number | bigint): void {
    this.#room(10);
    if (typeof value === 'number' && value >= 0 && value < 2 ** 31) {
      let rest = value;
      for (; rest > 127; rest >>>= 7) this.#byte((rest & 127) | 128);
      this.#byte(rest);
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) this.#byte(Number(rest & 127n) | 128);
    this.#byte(Number(rest));
  }

  #byte(value: number): void {
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  #room(length: number): void {
    if (this.#length + length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + length));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

const ENCODER = new TextEncoder();

/** A varint; negative values take ten bytes, as int64 of protobuf does. */
export function encodeVarint(value: number | bigint): Uint8Array {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Uint8Array.from(out);
}
