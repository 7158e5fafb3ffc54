import { expect, test } from 'vitest';
import { hashText } from '../stats/hash-text';
import { jensenShannonDistance } from '../stats/jensen-shannon';
import { populationStabilityIndex } from '../stats/psi';
import { binIndex } from '../stats/reference-profile';
import { sentences } from './fixtures/sentences';
import {
  countCharacters,
  type DescribedProfile,
  describedName,
  describeText,
  describeTexts,
  readDescribedName,
  readTextFacts,
  wordsOf,
} from './text-column';

/** PSI and Jensen-Shannon distance of texts from a profile. */
function distances(profile: DescribedProfile, texts: readonly (string | null)[]) {
  const counts = new Array<number>(profile.counts.length).fill(0);
  for (const text of texts) {
    const bin = binIndex(profile, describeText(profile.text, text));
    if (typeof bin === 'number') counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return {
    psi: populationStabilityIndex(profile.counts, counts),
    jensenShannon: jensenShannonDistance(profile.counts, counts),
  };
}

test('words are runs of letters and digits in small letters, characters are code points', () => {
  expect(wordsOf("Não, it's 2 °C")).toEqual(['não', 'it', 's', '2', 'c']);
  expect(wordsOf('ÉCOLE e\u0301cole')).toEqual(['école', 'école']);
  expect(wordsOf(' … !?')).toEqual([]);
  expect([countCharacters('é😀'), countCharacters('')]).toEqual([2, 0]);
  expect(hashText('a')).not.toBe(hashText('b'));
});

test('the name of what is watched leads back to its column', () => {
  expect(describedName('review', 'unseen-words')).toBe('review#unseen-words');
  expect(readDescribedName('a#b#length')).toEqual({ column: 'a#b', measure: 'length' });
  expect([readDescribedName('length'), readDescribedName('review#other')]).toEqual([null, null]);
});

test('a column is one of texts by its values: enough of them, mostly different, of three words or more', () => {
  const texts = Array.from({ length: 40 }, (_, i) => `order number ${i} is late`);
  expect(readTextFacts(texts)).toEqual({ values: 40, distinct: 40, meanWords: 5 });
  expect(readTextFacts(texts.slice(0, 29))).toBeNull();
  expect(readTextFacts([...texts.slice(0, 29), '', null])).toBeNull();
  expect(readTextFacts(texts.map((_, i) => `in one of three groups ${i % 3}`))).toBeNull();
  expect(readTextFacts(texts.map((_, i) => `id-${i}`))).toBeNull();
  // Exactly half are different.
  expect(readTextFacts(texts.map((_, i) => `one of twenty ${i % 20}`))?.distinct).toBe(20);
});

test('nothing is said of no text, and no share of a text without a word', () => {
  const texts = Array.from({ length: 40 }, (_, i) => `order number ${i} is late`);
  const facts = readTextFacts(texts);
  if (!facts) throw new Error('no texts');
  const { length, 'unseen-words': unseen } = describeTexts('note', texts, facts);
  const both = (value: string | null) => [describeText(length.text, value), describeText(unseen.text, value)];
  expect(both(null)).toEqual([null, null]);
  expect(both('')).toEqual([null, null]);
  expect(both('?!')).toEqual([2, null]);
  expect(both(' ')).toEqual([1, null]);
  // Rows 0, 2, 4 … teach the words: 0 is known, 1 is not.
  expect(both('Order 0 late')).toEqual([12, 0]);
  expect(both('order 1 LATE tomorrow')).toEqual([21, 0.5]);
  // The vocabulary's own rows are not in the profile of unseen words: each row has one unseen word of five.
  expect([unseen.n, unseen.nulls, unseen.min, unseen.max]).toEqual([20, 0, 0.2, 0.2]);
  expect([length.n, unseen.text.words, unseen.text.wordsFound]).toEqual([40, 24, 24]);
});

test('a vocabulary has the 5,000 commonest words', () => {
  const texts = Array.from({ length: 8000 }, (_, i) => `always here w${i} v${i}`);
  const { 'unseen-words': unseen } = describeTexts('note', texts, { values: 8000, distinct: 8000, meanWords: 4 });
  expect([unseen.text.words, unseen.text.wordsFound]).toEqual([5000, 8002]);
  // Four bytes each, as base64.
  expect(unseen.text.vocabulary.length).toBe(4 * Math.ceil((5000 * 4) / 3));
  expect(describeText(unseen.text, 'always here')).toBe(0);
});

test('another language and cut texts are noticed in real sentences, others of the same kind are not', () => {
  const all = sentences('_template', 3);
  const [reference, same] = [all.slice(0, 240), all.slice(240)];
  expect(same.length).toBeGreaterThan(100);
  const facts = readTextFacts(reference);
  if (!facts) throw new Error('the sentences are no texts');
  const { length, 'unseen-words': unseen } = describeTexts('message', reference, facts);
  const of = (texts: readonly string[]) => ({ length: distances(length, texts), unseen: distances(unseen, texts) });
  const quiet = of(same);
  expect(quiet.length.jensenShannon).toBeLessThan(0.25);
  expect(quiet.unseen.jensenShannon).toBeLessThan(0.25);
  const foreign = of(sentences('pt_BR', 4));
  expect(foreign.unseen.jensenShannon).toBeGreaterThan(0.7);
  expect(foreign.unseen.psi).toBeGreaterThan(2);
  const cut = of(same.map((text) => text.slice(0, 20)));
  expect(cut.length.jensenShannon).toBeGreaterThan(0.6);
  expect(cut.length.psi).toBeGreaterThan(2);
});
