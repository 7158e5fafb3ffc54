// `npm run conformance`: the ONNX project's own backend cases through upload and prediction of a product of its own, each held against
// what onnxruntime for Python makes of it. `-- --limit N` takes N cases, spread over all; `--only TEXT` those with the text in their name.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { startProduct } from '../product';
import { makeCases, readConformanceCase } from './conformance-cases';
import { tryCase, type Verdict } from './try-case';

const AT_ONCE = 3;
const { values: flags } = parseArgs({ options: { limit: { type: 'string' }, only: { type: 'string', default: '' } } });

function choose(folder: string): string[] {
  const all = fs
    .readdirSync(folder)
    .filter((name) => name.includes(flags.only))
    .sort();
  const count = Math.min(all.length, flags.limit === undefined ? all.length : Number(flags.limit));
  if (!(count > 0)) throw new Error('npm run conformance -- [--limit N] [--only TEXT]: there is no such case.');
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] ?? '');
}

function count(found: Iterable<Verdict>, verdict: Verdict['verdict']): [why: string, cases: number][] {
  const counts = new Map<string, number>();
  for (const { verdict: is, why } of found) if (is === verdict) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

const sum = (counts: [string, number][]): number => counts.reduce((total, [, cases]) => total + cases, 0);
const list = (counts: [string, number][]): string => counts.map(([why, cases]) => `${cases} ${why}`).join(', ');

const show = (name: string, { why }: Verdict): string => `${name}: ${why}`;

/** A case whose product is being stopped says nothing of the model. */
let isStopping = false;

/** Tries the cases, several at once; each is printed as soon as it differs. */
async function tryAll(
  names: readonly string[],
  attempt: (name: string) => Promise<Verdict>,
): Promise<Map<string, Verdict>> {
  const found = new Map<string, Verdict>();
  const began = Date.now();
  let next = 0;
  const work = async () => {
    for (let at = next++; at < names.length && !isStopping; at = next++) {
      const name = names[at] ?? '';
      const verdict = await attempt(name);
      if (isStopping) return;
      found.set(name, verdict);
      if (verdict.verdict === 'different') console.log(`  ${show(name, verdict)}`);
      if (found.size % 200 === 0)
        console.log(`${found.size} of ${names.length} cases, ${Math.round((Date.now() - began) / 1000)} s`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

const folder = makeCases();
const names = choose(folder);
const product = await startProduct();
const stop = async () => {
  isStopping = true;
  await product.stop();
  process.exit(1);
};
process.once('SIGINT', stop).once('SIGTERM', stop);
try {
  const key = product.admin('key', 'create', '--name', 'conformance', '--scopes', 'predict,read,write,admin');
  const place = { url: product.url, key };
  const gateway = product.admin('pid', 'gateway');
  let number = 0;
  const attempt = (name: string) =>
    tryCase(place, `case-${number++}`, readConformanceCase(folder, name)).catch(
      (error: unknown): Verdict => ({ verdict: 'different', why: `no answer: ${String(error)}` }),
    );
  const found = await tryAll(names, attempt);
  // A machine that others use too lets a check run out of its time: what differs is tried again, one after the other.
  const onlyOnce: string[] = [];
  for (const [name, first] of found) {
    if (first.verdict !== 'different') continue;
    const again = await attempt(name);
    if (again.verdict !== 'different') onlyOnce.push(show(name, first));
    found.set(name, again);
  }
  const isUp = product.admin('pid', 'gateway') === gateway;
  const same = count(found.values(), 'same');
  const unsayable = count(found.values(), 'unsayable');
  const different = [...found].filter(([, { verdict }]) => verdict === 'different');
  console.log(`\n${found.size} cases, beside onnxruntime for Python`);
  console.log(`same verdict: ${sum(same)} (${list(same)})`);
  console.log(`refused because the protocol has no word for a type: ${sum(unsayable)} (${list(unsayable)})`);
  console.log(`different: ${different.length}`);
  for (const [name, verdict] of different) console.log(`  ${show(name, verdict)}`);
  if (onlyOnce.length > 0) console.log(`different with ${AT_ONCE} at once, and the same alone: ${onlyOnce.length}`);
  for (const line of onlyOnce) console.log(`  ${line}`);
  console.log(isUp ? 'The server is the one that was started.' : 'THE SERVER DIED and was started anew.');
  process.exitCode = different.length === 0 && isUp ? 0 : 1;
} finally {
  await product.stop();
}
