import { hashText } from '../stats/hash-text';
import { buildNumberProfile, type NumberProfile } from '../stats/reference-profile';

/** A column of texts is told by a reference of so many values at least, of which so many are different and have so many words on average. */
export const TEXT_VALUES = 30;
export const TEXT_DISTINCT = 0.5;
export const TEXT_WORDS = 3;
/** Words of a vocabulary, the commonest ones. */
export const MOST_WORDS = 5000;

export const TEXT_MEASURES = ['length', 'unseen-words'] as const;
export type TextMeasure = (typeof TEXT_MEASURES)[number];

/** What made a column one of texts. */
export interface TextFacts {
  readonly values: number;
  readonly distinct: number;
  readonly meanWords: number;
}

/** What a column of numbers describes in a column of texts. */
export interface TextDescriptor extends TextFacts {
  readonly column: string;
  readonly measure: TextMeasure;
  /** Hashes of known words, 32 bits each (two of 5,000 words share one in about 300 vocabularies), as base64; empty for a length. */
  readonly vocabulary: string;
  /** Words in it, and different words that the rows it is of have. */
  readonly words: number;
  readonly wordsFound: number;
}

export type DescribedProfile = NumberProfile & { readonly text: TextDescriptor };

const MARK = '#';

/** The name under which a column of texts is watched. Example: review#length. */
export const describedName = (column: string, measure: TextMeasure): string => `${column}${MARK}${measure}`;

/** The column and measure that such a name stands for; null for any other name. */
export function readDescribedName(name: string): { column: string; measure: TextMeasure } | null {
  const measure = TEXT_MEASURES.find((one) => name.endsWith(`${MARK}${one}`));
  return measure ? { column: name.slice(0, -measure.length - MARK.length), measure } : null;
}

/** Runs of letters, marks and digits, in small letters. Example: "Não, it's 2 °C" has não, it, s, 2, c. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Characters as Unicode counts them (code points). Example: "é😀" has 2. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

const isText = (value: string | null): value is string => value !== null && value !== '';

/**
 * Whether values are texts rather than categories: 30 or more that are not empty, at least half of them different, with three words or more on
 * average. Null where they are not.
 */
export function readTextFacts(values: readonly (string | null)[]): TextFacts | null {
  const present = values.filter(isText);
  if (present.length < TEXT_VALUES) return null;
  const distinct = new Set(present).size;
  if (distinct < TEXT_DISTINCT * present.length) return null;
  const meanWords = present.reduce((sum, value) => sum + wordsOf(value).length, 0) / present.length;
  return meanWords < TEXT_WORDS ? null : { values: present.length, distinct, meanWords };
}

/**
 * Profiles of what describes a column of texts. The share of unseen words of the reference's own rows would be 0 if the vocabulary were of these
 * rows, and any other rows would look changed: so the vocabulary is of every second row, and its profile of the others, which are to it what
 * rows to come are.
 */
export function describeTexts(
  column: string,
  values: readonly (string | null)[],
  facts: TextFacts,
): Record<TextMeasure, DescribedProfile> {
  const counts = new Map<number, number>();
  for (const [row, value] of values.entries()) {
    if (row % 2 === 1 || !isText(value)) continue;
    for (const word of wordsOf(value).map((word) => hashText(word))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const known = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_WORDS)
    .map(([word]) => word);
  const profile = (
    of: Pick<TextDescriptor, 'measure' | 'vocabulary' | 'words' | 'wordsFound'>,
    rows: readonly (string | null)[],
  ): DescribedProfile => {
    const text = { ...facts, ...of, column };
    return { ...buildNumberProfile(rows.map((value) => describeText(text, value))), text };
  };
  return {
    length: profile({ measure: 'length', vocabulary: '', words: 0, wordsFound: 0 }, values),
    'unseen-words': profile(
      { measure: 'unseen-words', vocabulary: encodeWords(known), words: known.length, wordsFound: counts.size },
      values.filter((_, row) => row % 2 === 1),
    ),
  };
}

/**
 * What a descriptor says of one value: characters, or the share of words that are not in the vocabulary (0 to 1). Null for a value that is
 * missing or empty, and for the share of a text without a word.
 */
export function describeText(descriptor: TextDescriptor, value: string | null): number | null {
  if (!isText(value)) return null;
  if (descriptor.measure === 'length') return countCharacters(value);
  const words = wordsOf(value);
  if (words.length === 0) return null;
  const known = vocabularyOf(descriptor);
  return words.reduce((unseen, word) => unseen + (known.has(hashText(word)) ? 0 : 1), 0) / words.length;
}

const vocabularies = new WeakMap<TextDescriptor, Set<number>>();

function vocabularyOf(descriptor: TextDescriptor): Set<number> {
  const known = vocabularies.get(descriptor) ?? new Set(decodeWords(descriptor.vocabulary));
  vocabularies.set(descriptor, known);
  return known;
}

function encodeWords(words: readonly number[]): string {
  const bytes = new DataView(new ArrayBuffer(4 * words.length));
  for (const [at, word] of words.entries()) bytes.setUint32(4 * at, word);
  return btoa(String.fromCharCode(...new Uint8Array(bytes.buffer)));
}

function decodeWords(text: string): number[] {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length >> 2 }, (_, at) => view.getUint32(4 * at));
}
