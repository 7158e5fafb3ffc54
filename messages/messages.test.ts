import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { messagesOf } from '@/components/shell/messages';
import { icuArguments } from './icu-arguments';
import { scanSource } from './source-scan';

const root = join(import.meta.dirname, '..');
/** Names that are the same in every language: the product, keys of a keyboard, code words. */
const sameInBoth = new Set([
  'Implanta',
  'Ctrl K',
  'Ctrl ↵',
  'CSV',
  'JSON',
  'ONNX',
  'API',
  'curl',
  'Python',
  'TypeScript',
  'sha256',
]);

function flatten(value: unknown, path: string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (typeof value !== 'object' || value === null) throw new Error(`${path.join('.')} is neither text nor group`);
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

const english = new Map(flatten(messagesOf('en')));
const portuguese = new Map(flatten(messagesOf('pt-BR')));

test('has the same keys in both languages', () => {
  expect([...portuguese.keys()].sort()).toEqual([...english.keys()].sort());
});

test('has the same arguments in both languages', () => {
  const differing = [...english].filter(
    ([key, text]) => icuArguments(text).join() !== icuArguments(portuguese.get(key) ?? '').join(),
  );
  expect(differing).toEqual([]);
});

test('has no empty text', () => {
  expect([...english, ...portuguese].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('loads every file of both folders', () => {
  for (const [locale, folder] of [
    ['en', 'en'],
    ['pt-BR', 'pt-BR'],
  ] as const) {
    const rooms = readdirSync(join(root, 'messages', folder)).map((name) => name.replace('.json', ''));
    expect(Object.keys(messagesOf(locale)).sort()).toEqual(rooms.sort());
  }
});

test('reads arguments with their kind, also inside branches', () => {
  expect(icuArguments('{count, plural, one {# row of {name}} other {# rows of {name}}} <b>now</b>')).toEqual([
    '<b>',
    'count:plural',
    'name',
  ]);
  expect(icuArguments("'{'quoted'}' and {n}")).toEqual(['n']);
});

test('finds texts and keys in a source', async () => {
  const source = `
    import { useTranslations } from 'use-intl';
    export function Sample<T extends { a: 1 }>({ on }: { on: boolean }) {
      const t = useTranslations('drift');
      return <p title="Hidden words">{on ? t('title', { n: 1, b }) : t(\`state.\${on}\`, { ...on })} <b>Shown words</b>{t.rich('body')}</p>;
    }`;
  expect(await scanSource('sample.tsx', source)).toEqual({
    visible: ['Hidden words', 'Shown words'],
    keys: [
      { candidates: ['drift.title'], isPrefix: false, given: ['n', 'b'] },
      { candidates: ['drift.state.'], isPrefix: true, given: null },
      { candidates: ['drift.body'], isPrefix: false, given: [] },
    ],
  });
});

/** Names that a message needs. */
const needed = (key: string) =>
  icuArguments(english.get(key) ?? '').map((name) => name.replace(/^<|>$/g, '').replace(/:.*/, ''));

test('gives every message the values that it names', async () => {
  const lacking: string[] = [];
  for (const path of [...filesBelow('app'), ...filesBelow('components')]) {
    const { keys } = await scanSource(path, readFileSync(join(root, path), 'utf8'));
    for (const { candidates, isPrefix, given } of keys) {
      if (isPrefix || given === null) continue;
      const known = candidates.filter((key) => english.has(key));
      const fits = known.some((key) => needed(key).every((name) => given.includes(name)));
      if (known.length > 0 && !fits)
        lacking.push(`${path}: ${known.join(' or ')} with ${given.join(', ') || 'nothing'}`);
    }
  }
  expect(lacking).toEqual([]);
});

test('uses only keys that exist, and shows no text that is not in the messages', async () => {
  const missing: string[] = [];
  const hard: string[] = [];
  for (const path of [...filesBelow('app'), ...filesBelow('components')]) {
    const { keys, visible } = await scanSource(path, readFileSync(join(root, path), 'utf8'));
    for (const { candidates, isPrefix } of keys) {
      const isKnown = candidates.some((key) =>
        isPrefix ? [...english.keys()].some((known) => known.startsWith(key)) : english.has(key),
      );
      if (!isKnown) missing.push(`${path}: ${candidates.join(' or ')}`);
    }
    for (const text of visible) if (!sameInBoth.has(text.trim())) hard.push(`${path}: ${text}`);
  }
  expect(missing).toEqual([]);
  expect(hard).toEqual([]);
});
