import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInt64Text, parseNumberText } from './number-text';

test.each([
  ['1.5', 1.5],
  ['1e3', 1000],
  ['-0', -0],
  ['.5', 0.5],
  ['-2.', -2],
  ['1E-7', 1e-7],
  ['NaN', Number.NaN],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['', null],
  ['0e5', 0],
])('reads %j', (text, value) => {
  expect(parseNumberText(text)).toEqual({ ok: true, value, isExact: true });
});

test.each([
  ' 1',
  '1 ',
  '+1',
  '007',
  '-',
  '.',
  'e3',
  '1,5',
  '1.000,5',
  '1_000',
  '0x10',
  '1e999',
  '1e-999',
  'true',
  'N/A',
  '--1',
  '٣',
])('refuses %j', (text) => {
  expect(parseNumberText(text)).toEqual({ ok: false });
});

test('says when digits are lost', () => {
  expect(parseNumberText('9007199254740993')).toEqual({ ok: true, value: 9_007_199_254_740_992, isExact: false });
  expect(parseNumberText('9007199254740992')).toMatchObject({ isExact: true });
});

test('reads back every finite double', () => {
  const property = fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const text = Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
    expect(parseNumberText(text)).toMatchObject({ ok: true, value });
  });
  fc.assert(property, { seed: 8 });
});

test('reads back every int64 and nothing beyond', () => {
  const property = fc.property(fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }), (value) => {
    const isInside = value >= -(2n ** 63n) && value < 2n ** 63n;
    expect(parseInt64Text(value.toString())).toEqual(isInside ? { ok: true, value } : { ok: false });
  });
  fc.assert(property, { seed: 9 });
  expect(parseInt64Text('1.0')).toEqual({ ok: false });
  expect(parseInt64Text('')).toEqual({ ok: true, value: null });
  expect(parseInt64Text('-0')).toEqual({ ok: true, value: 0n });
});
