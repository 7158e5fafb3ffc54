import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf, DATATYPES, fromBytes, sizeOf, type Tensor } from './datatype';
import { decodeTensors, encodeTensorFrame, FRAME_HEADER_BYTES } from './tensor-frame';

const names = ['a', 'bé', ''];
const index = new Map(names.map((name, i) => [name, i]));

const anyTensor = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom(...DATATYPES), fc.array(fc.nat({ max: 4 }), { maxLength: 3 }))
  .chain(([name, datatype, shape]) => {
    const count = countOf(shape);
    const size = sizeOf(datatype);
    return size === null
      ? fc
          .array(fc.string({ unit: 'grapheme', maxLength: 4 }), { minLength: count, maxLength: count })
          .map((data): Tensor => ({ name, datatype, shape, data }))
      : fc.uint8Array({ minLength: count * size, maxLength: count * size }).map(
          (bytes): Tensor => ({
            name,
            datatype,
            shape,
            data: datatype === 'BYTES' ? [] : fromBytes(datatype, bytes),
          }),
        );
  });

test('tensors come out of a frame as they went in, wherever its payload lies', () => {
  fc.assert(
    fc.property(fc.array(anyTensor, { maxLength: 4 }), fc.nat({ max: 7 }), (tensors, shift) => {
      const frame = encodeTensorFrame(7, 3, tensors, index);
      const moved = new Uint8Array(frame.length + shift);
      moved.set(frame, shift);
      const read = decodeTensors(moved.subarray(shift + FRAME_HEADER_BYTES), names);
      expect(read).toEqual(tensors);
      const view = new DataView(frame.buffer);
      expect([view.getUint32(0, true), view.getUint32(4, true), view.getUint8(8)]).toEqual([frame.length - 4, 7, 3]);
    }),
  );
});

test('bytes that are no frame end in an error, never in tensors of other sizes', () => {
  fc.assert(
    fc.property(fc.array(anyTensor, { minLength: 1, maxLength: 3 }), fc.nat(), (tensors, cut) => {
      const payload = encodeTensorFrame(7, 3, tensors, index).subarray(FRAME_HEADER_BYTES);
      const short = payload.subarray(0, cut % payload.length);
      expect(() => {
        const read = decodeTensors(short, names);
        // Cutting may only lose padding before tensors without bytes.
        expect(read).toEqual(tensors);
        throw new RangeError('whole');
      }).toThrow(RangeError);
    }),
  );
});
