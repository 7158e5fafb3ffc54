import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameRecords, RECORD_HEADER_BYTES, readRecords } from './record';

const NO_LIMITS = { maxRecords: 1e9, maxBytes: 1e12 };
const payload = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes));
const payloads = fc.array(payload, { maxLength: 8 });
const join = frameRecords;

test('what was framed is read back, and the end is clean', () => {
  fc.assert(
    fc.property(payloads, (written) => {
      const bytes = join(written);
      expect(readRecords(bytes, NO_LIMITS)).toEqual({ payloads: written, consumed: bytes.length, end: 'clean' });
    }),
  );
});

test('bytes cut anywhere give the whole records before the cut', () => {
  fc.assert(
    fc.property(payloads, fc.nat(), (written, at) => {
      const bytes = join(written);
      const cut = bytes.subarray(0, at % (bytes.length + 1));
      const read = readRecords(cut, NO_LIMITS);
      expect(read.payloads).toEqual(written.slice(0, read.payloads.length));
      expect(read.consumed).toBe(join(read.payloads).length);
      expect(read.end).toBe(read.consumed === cut.length ? 'clean' : 'torn');
      const next = written[read.payloads.length];
      if (next) expect(cut.length - read.consumed).toBeLessThan(next.length + RECORD_HEADER_BYTES);
    }),
  );
});

test('a changed byte gives what was written before it, and never anything else', () => {
  fc.assert(
    fc.property(
      fc.array(payload, { minLength: 1, maxLength: 8 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (written, at, flip) => {
        const bytes = join(written);
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ flip;
        const read = readRecords(bytes, NO_LIMITS);
        expect(read.payloads).toEqual(written.slice(0, read.payloads.length));
        expect(read.consumed).toBeLessThanOrEqual(place);
        expect(read.end).not.toBe('clean');
      },
    ),
    { numRuns: 2000 },
  );
});

test('zeros behind the records, as a machine that lost power leaves them, are no records', () => {
  fc.assert(
    fc.property(payloads, fc.integer({ min: 1, max: 64 }), (written, zeros) => {
      const read = readRecords(Buffer.concat([join(written), Buffer.alloc(zeros)]), NO_LIMITS);
      expect(read.payloads).toEqual(written);
      expect(read.end).not.toBe('clean');
    }),
  );
});

test('bytes of any kind are read without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const read = readRecords(Buffer.from(bytes), NO_LIMITS);
      expect(read.consumed).toBeLessThanOrEqual(bytes.length);
    }),
  );
  const huge = Buffer.alloc(16);
  huge.writeUInt32LE(0xffffffff);
  expect(readRecords(huge, NO_LIMITS).end).toBe('corrupt');
});

test('reads as many records as it is asked for, and goes on behind them', () => {
  const written = ['a', 'bb', 'ccc', 'dddd'].map((text) => Buffer.from(text));
  const bytes = join(written);
  const first = readRecords(bytes, { maxRecords: 3, maxBytes: 1e9 });
  expect([first.payloads.length, first.end]).toEqual([3, 'clean']);
  expect(readRecords(bytes.subarray(first.consumed), NO_LIMITS).payloads.map(String)).toEqual(['dddd']);
  expect(readRecords(bytes, { maxRecords: 9, maxBytes: 1 }).payloads.map(String)).toEqual(['a']);
});

test('a record without bytes is not written, because none would be read', () => {
  expect(() => frameRecords([Buffer.alloc(0)])).toThrow(RangeError);
});
