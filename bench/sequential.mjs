// `npm run bench:sequential`: how often two equal versions are called different when somebody looks every day, and how soon a better one is
// found: by evidence that holds at every look, and beside it by an exact test that is read every day. Flags: --pairs N, --days N.
import { parseArgs } from 'node:util';
import { bettingEvidence } from '../lib/pure/stats/betting-evidence.ts';
import { gainsOf, simulatePairs } from '../lib/pure/stats/fixtures/simulated-pairs.ts';
import { exactMcNemar } from '../lib/pure/stats/mcnemar.ts';
import { mulberry32 } from '../lib/pure/stats/mulberry32.ts';
import { show } from './workload.mjs';

const { values: flags } = parseArgs({
  options: { pairs: { type: 'string', default: '1000' }, days: { type: 'string', default: '365' } },
});
const [pairs, days] = [Number(flags.pairs), Number(flags.days)];
if (!(pairs >= 1) || !(days >= 1)) throw new Error('npm run bench:sequential -- [--pairs N] [--days N]');
const LEVEL = 0.05;

/** Whether the days won were at any look more than chance for one look. */
function isEverBelow(pair) {
  let [won, lost] = [0, 0];
  return pair.some(([gained, missed]) => {
    if (gained > missed) won += 1;
    if (missed > gained) lost += 1;
    return won > lost && exactMcNemar(won, lost) < 2 * LEVEL;
  });
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const percent = (count) => `${show((100 * count) / pairs, 1)} %`;

console.info(`${pairs} pairs, ${days} days of 7 rows, looked at every day\n`);
console.info(
  '| second version | rows of a day | called better by evidence | median day | by p < 0.05 read every day |',
);
console.info('| --- | --- | --- | --- | --- |');
for (const [name, right] of [
  ['equal, right in 80 %', [0.8, 0.8]],
  ['2 points better', [0.78, 0.8]],
  ['5 points better', [0.75, 0.8]],
])
  for (const [kind, clustered] of [
    ['independent', 0],
    ['on half of the days all go one way', 0.5],
    ['all go one way', 1],
  ]) {
    const found = { evidence: [], daily: 0 };
    for (let pair = 0; pair < pairs; pair += 1) {
      const made = simulatePairs({ days, rowsADay: 7, right, clustered, random: mulberry32(pair + 1) });
      const { crossedAt } = bettingEvidence(gainsOf(made), LEVEL);
      if (crossedAt !== null) found.evidence.push(crossedAt + 1);
      if (isEverBelow(made)) found.daily += 1;
    }
    const { length } = found.evidence;
    console.info(
      `| ${name} | ${kind} | ${percent(length)} | ${median(found.evidence) ?? '-'} | ${percent(found.daily)} |`,
    );
    if (right[0] === right[1] && length > LEVEL * pairs) process.exitCode = 1;
  }
