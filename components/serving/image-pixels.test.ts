import { expect, test } from 'vitest';
import { imageShape, pixelsToValues } from './image-pixels';

test('finds channels first, channels last and plain grey, and no picture in free sizes', () => {
  expect(imageShape([1, 8, 8])).toEqual({ channels: 1, height: 8, width: 8, channelsFirst: true });
  expect(imageShape([32, 24, 3])).toEqual({ channels: 3, height: 32, width: 24, channelsFirst: false });
  expect(imageShape([8, 8])).toEqual({ channels: 1, height: 8, width: 8, channelsFirst: true });
  expect([imageShape([3, -1, -1]), imageShape([5, 5, 5]), imageShape([2, 3, 4, 5])]).toEqual([null, null, null]);
});

test('lays out colours plane by plane or pixel by pixel', () => {
  const red = [255, 0, 0, 255];
  const blue = [0, 0, 255, 255];
  const options = { white: 1, invert: false };
  const two = { channels: 3, height: 1, width: 2 };
  expect(pixelsToValues([...red, ...blue], { ...two, channelsFirst: true }, options)).toEqual([1, 0, 0, 0, 0, 1]);
  expect(pixelsToValues([...red, ...blue], { ...two, channelsFirst: false }, options)).toEqual([1, 0, 0, 0, 0, 1]);
  const grey = { channels: 1, height: 1, width: 1, channelsFirst: true };
  expect(pixelsToValues([255, 255, 255, 255], grey, { white: 16, invert: false })).toEqual([16]);
  expect(pixelsToValues([255, 255, 255, 255], grey, { white: 16, invert: true })).toEqual([0]);
});
