/** `value` is null for an empty cell; `isExact` is false when the text has more digits than a double can hold. */
export type ParsedNumber =
  | { readonly ok: true; readonly value: number | null; readonly isExact: boolean }
  | { readonly ok: false };

export type ParsedInt64 = { readonly ok: true; readonly value: bigint | null } | { readonly ok: false };

const PLAIN = /^-?(0|[1-9]\d*|(?=\.\d))(\.\d*)?([eE][+-]?\d+)?$/;
const INTEGER = /^-?(0|[1-9]\d*)$/;
const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  nan: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const NOT_A_NUMBER = { ok: false } as const;

/**
 * Reads a number as machines write it: `1.5`, `1e3`, `-0`, `.5`, `NaN`, `inf`; an empty cell is null.
 * Refused, because they may be codes or mean something else where they were written: spaces, `+1`, `007`, `1,5`,
 * `1_000`, `0x10`, and numbers too large or too small for a double (`1e999`).
 * Examples: '1e3' is 1000; '9007199254740993' is 9007199254740992 with isExact false; '1,5' is refused.
 */
export function parseNumberText(text: string): ParsedNumber {
  if (text === '') return { ok: true, value: null, isExact: true };
  const word = Object.hasOwn(WORDS, text) ? WORDS[text] : undefined;
  if (word !== undefined) return { ok: true, value: word, isExact: true };
  if (!PLAIN.test(text)) return NOT_A_NUMBER;
  const value = Number(text);
  const isLost = !Number.isFinite(value) || (value === 0 && /[1-9]/.test(text.replace(/[eE].*$/, '')));
  if (isLost) return NOT_A_NUMBER;
  const isExact = !INTEGER.test(text) || Number.isSafeInteger(value) || BigInt(value) === BigInt(text);
  return { ok: true, value, isExact };
}

/**
 * Reads an int64 without loss; an empty cell is null. Only digits with an optional minus, inside the int64 range.
 * Examples: '-0' is 0n; '9007199254740993' is 9007199254740993n; '1.0' and '9223372036854775808' are refused.
 */
export function parseInt64Text(text: string): ParsedInt64 {
  if (text === '') return { ok: true, value: null };
  if (!INTEGER.test(text) || text.length > 20) return NOT_A_NUMBER;
  const value = BigInt(text);
  return value >= INT64_MIN && value <= INT64_MAX ? { ok: true, value } : NOT_A_NUMBER;
}
