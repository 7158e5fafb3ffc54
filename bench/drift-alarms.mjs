// `npm run bench:drift`: false alarms and power of the calibrated drift monitor on data whose truth is known.
// Flags: --replays N.
import { parseArgs } from 'node:util';
import { compareRows } from '../lib/pure/drift/compare-rows.ts';
import { monitorBlocks } from '../lib/pure/drift/monitor.ts';
import { scoreBlock, watchedComponents } from '../lib/pure/drift/watch.ts';
import { mulberry32 } from '../lib/pure/stats/mulberry32.ts';
import { normalQuantile } from '../lib/pure/stats/normal-quantile.ts';
import { normalTail } from '../lib/pure/stats/normal-tail.ts';
import { binIndex, buildReferenceProfile } from '../lib/pure/stats/reference-profile.ts';
import { show } from './workload.mjs';

const { values: flags } = parseArgs({
  options: { replays: { type: 'string', default: '1000' }, only: { type: 'string', default: '' } },
});
const replays = Number(flags.replays);
const COLUMNS = 40;
const names = Array.from({ length: COLUMNS }, (_, i) => `c${i}`);

/** Normal numbers by the quantile of a uniform one: one draw each. */
const normal = (random) => normalQuantile(random() || 1e-12);

const count = (profile, values) => {
  const counts = new Array(profile.counts.length).fill(0);
  let nulls = 0;
  let unseen = 0;
  for (const value of values) {
    const bin = binIndex(profile, value);
    if (bin === 'null') nulls += 1;
    else if (bin === 'unseen') unseen += 1;
    else counts[bin] += 1;
  }
  return { counts, nulls, unseen };
};

const profileOf = (values) => buildReferenceProfile({ kind: 'number', values });

/** The largest count that chance gives in 95 % of such experiments (one-sided), by the normal approximation of the binomial. */
const bound = (n, p) => n * p + 1.645 * Math.sqrt(n * p * (1 - p));

/** Independent rows, reference 1,000 and window 500: how often does any column raise an alarm, and one that moved? */
function independentRows(random, draw, label) {
  let alarms = 0;
  const shifts = [0.1, 0.2, 0.3];
  const found = shifts.map(() => 0);
  for (let replay = 0; replay < replays; replay++) {
    const profiles = new Map();
    const reference = new Map();
    const window = new Map();
    const moved = shifts.map(() => new Map());
    for (const name of names) {
      const before = Array.from({ length: 1000 }, () => draw(random));
      const profile = profileOf(before);
      profiles.set(name, profile);
      reference.set(name, count(profile, before));
      const now = Array.from({ length: 500 }, () => draw(random));
      window.set(name, count(profile, now));
      for (const [i, shift] of shifts.entries())
        moved[i].set(
          name,
          count(
            profile,
            now.map((value) => value + shift),
          ),
        );
    }
    const components = watchedComponents(profiles);
    if (compareRows(components, { reference, window }).p <= 0.05) alarms += 1;
    for (const i of shifts.keys()) {
      const one = new Map(window).set('c0', moved[i].get('c0'));
      const test = compareRows(components, { reference, window: one });
      const own = test.columns.find(({ component }) => component.column === 'c0');
      if (own && own.p * COLUMNS <= 0.05) found[i] += 1;
    }
  }
  console.log(
    `${label}: any of ${COLUMNS} columns alarmed in ${show((100 * alarms) / replays, 1)} % of ${replays} draws (budget 5 %, 95 % of experiments up to ${show((100 * bound(replays, 0.05)) / replays, 1)} %)`,
  );
  const error = Math.sqrt(1 / 1000 + 1 / 500);
  const critical = normalQuantile(1 - 0.05 / COLUMNS / 2);
  for (const [i, shift] of shifts.entries()) {
    const optimum = normalTail(critical - shift / error) + normalTail(critical + shift / error);
    console.log(
      `  a column moved by ${shift} sigma is found in ${show((100 * found[i]) / replays, 1)} %; the best possible test of known shape: ${show(100 * optimum, 1)} %`,
    );
  }
}

/** A run of days: 40 columns, false alarms in 30 days after a reference of `reference` days. */
function runs(label, makeDay, { reference, budget = 1, rounds = replays, live = 30 }) {
  let alarmDays = 0;
  let news = 0;
  const perRun = [];
  for (let round = 0; round < rounds; round++) {
    const random = mulberry32(1000 + round);
    const state = {};
    const days = Array.from({ length: reference + live }, () => makeDay(random, state));
    const profiles = new Map(
      names.map((name, i) => [name, profileOf(days.slice(0, reference).flatMap((day) => Array.from(day[i])))]),
    );
    const components = watchedComponents(profiles);
    const blocks = days.map((day) =>
      scoreBlock(components, new Map(names.map((name, i) => [name, count(profiles.get(name), day[i])]))),
    );
    const seen = monitorBlocks(
      components,
      { reference: blocks.slice(0, reference), live: blocks.slice(reference) },
      budget,
    );
    const own = seen.filter(({ isNew }) => isNew).length;
    alarmDays += seen.filter(({ isAlarm }) => isAlarm).length;
    news += own;
    perRun.push(own);
  }
  const mean = news / rounds;
  const sd = Math.sqrt(perRun.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (rounds - 1) / rounds);
  console.log(
    `${label}, ${reference} reference days: ${show(mean, 2)} ± ${show(1.96 * sd, 2)} false alarms per ${live} days (budget ${budget}), ${show(alarmDays / rounds, 2)} days of alarm; ${rounds} runs`,
  );
}

const t0 = performance.now();
if (!flags.only || flags.only === 'rows') {
  independentRows(mulberry32(1), normal, 'Independent rows, normal');
  independentRows(mulberry32(2), (random) => (1 - random()) ** (-1 / 1.2), 'Independent rows, Pareto 1.2');
  independentRows(mulberry32(3), (random) => Math.floor(random() * 6), 'Independent rows, six tied values');
}
if (!flags.only || flags.only === 'days') {
  const iid = (random) => names.map(() => Float64Array.from({ length: 100 }, () => normal(random)));
  const ar = (random, state) =>
    names.map((name) =>
      Float64Array.from(
        { length: 100 },
        () => (state[name] = 0.9 * (state[name] ?? normal(random)) + Math.sqrt(1 - 0.81) * normal(random)),
      ),
    );
  const clustered = (random) =>
    names.map(() => {
      const day = normal(random);
      return Float64Array.from({ length: 100 }, () => Math.SQRT1_2 * (day + normal(random)));
    });
  const heavy = (random) =>
    names.map(() => {
      const day = normal(random) / Math.sqrt((-2 * Math.log(random() || 1e-12)) / 2);
      return Float64Array.from({ length: 100 }, () => day + normal(random));
    });
  for (const reference of [28, 60]) {
    const rounds = Math.max(20, replays / 10);
    runs('Days of independent rows', iid, { reference, rounds });
    runs('AR(1) 0.9', ar, { reference, rounds });
    runs('Days as clusters (half of the variance)', clustered, { reference, rounds });
    runs('Days with heavy-tailed effects (t2)', heavy, { reference, rounds });
  }
}
console.log(`${show((performance.now() - t0) / 1000, 1)} s`);
