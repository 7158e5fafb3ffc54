export interface ImageShape {
  channels: number;
  height: number;
  width: number;
  /** Whether the channels come first (NCHW) or last (NHWC). */
  channelsFirst: boolean;
}

/** How a picture lies in an input's dimensions; null where they are free or none of a picture. A plain [H, W] is grey. */
export function imageShape(shape: readonly number[]): ImageShape | null {
  const [a = -1, b = -1, c = -1] = shape;
  if (shape.some((size) => size < 1)) return null;
  if (shape.length === 2) return { channels: 1, height: a, width: b, channelsFirst: true };
  if (shape.length !== 3) return null;
  if (a === 1 || a === 3) return { channels: a, height: b, width: c, channelsFirst: true };
  if (c === 1 || c === 3) return { channels: c, height: a, width: b, channelsFirst: false };
  return null;
}

/**
 * RGBA bytes of a picture as the input's values in its order, 0 is black (or white with `invert`) and `white` is white.
 * Grey is the luma of ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B.
 * Example: one white pixel of a grey input with white 1 gives [1].
 */
export function pixelsToValues(
  rgba: ArrayLike<number>,
  shape: ImageShape,
  options: { white: number; invert: boolean },
): number[] {
  const count = shape.width * shape.height;
  const values = new Array<number>(count * shape.channels);
  const scale = (byte: number) => {
    const share = (options.invert ? 255 - byte : byte) / 255;
    return Number((share * options.white).toPrecision(6));
  };
  for (let pixel = 0; pixel < count; pixel++) {
    const [r = 0, g = 0, b = 0] = [rgba[pixel * 4], rgba[pixel * 4 + 1], rgba[pixel * 4 + 2]];
    const colours = shape.channels === 1 ? [0.299 * r + 0.587 * g + 0.114 * b] : [r, g, b];
    colours.forEach((colour, channel) => {
      values[shape.channelsFirst ? channel * count + pixel : pixel * shape.channels + channel] = scale(colour);
    });
  }
  return values;
}
