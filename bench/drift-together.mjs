// `npm run bench:drift-together`: what the drift monitor gains and risks by watching the columns together (reconstruction error and domain
// classifier): days on which two columns no longer go together while each alone stays as it was, and days on which nothing changes.
// Flags: --rounds N.
import { parseArgs } from 'node:util';
import { learnTogether } from '../lib/pure/drift/measure-together.ts';
import { monitorBlocks } from '../lib/pure/drift/monitor.ts';
import { scoreBlock, watchedComponents } from '../lib/pure/drift/watch.ts';
import { mulberry32 } from '../lib/pure/stats/mulberry32.ts';
import { normalQuantile } from '../lib/pure/stats/normal-quantile.ts';
import { binIndex, buildReferenceProfile } from '../lib/pure/stats/reference-profile.ts';
import { show } from './workload.mjs';

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '40' } } });
const rounds = Number(flags.rounds);
const DAY_MS = 86_400_000;
const LEARNT = 28;
const LIVE = 30;
const CHANGED_FROM = 10;
const ROWS = 100;
const names = Array.from({ length: 10 }, (_, i) => `c${i}`);
const normal = (random) => normalQuantile(random() || 1e-12);

/** Rows of one day: a quarter of each column's variance is the day's; the first two columns go together with `correlation`. */
function drawDay(random, correlation, rows = ROWS) {
  const effects = names.map(() => normal(random) / 2);
  const values = names.map(() => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    const own = names.map(() => normal(random));
    own[1] = correlation * own[0] + Math.sqrt(1 - correlation ** 2) * own[1];
    for (const [i, value] of own.entries()) values[i][row] = effects[i] + Math.sqrt(0.75) * value;
  }
  return values;
}

const tableOf = (days) => ({
  rows: days.reduce((sum, day) => sum + day[0].length, 0),
  columns: names.map((name, i) => ({
    name,
    kind: 'number',
    values: Float64Array.from(days.flatMap((day) => Array.from(day[i]))),
  })),
});

const counted = (profile, values) => {
  const counts = new Array(profile.counts.length).fill(0);
  for (const value of values) counts[binIndex(profile, value)] += 1;
  return { counts, nulls: 0, unseen: 0 };
};

/** A file of 1,000 training rows that says nothing of days, or the learnt days' own rows. */
const REFERENCES = {
  'a file without days': (random) => ({
    ...tableOf(Array.from({ length: 100 }, () => drawDay(random, 0.8, 10))),
    days: null,
  }),
  'the learnt days themselves': (_random, days) => ({
    ...tableOf(days.slice(0, LEARNT)),
    days: days.slice(0, LEARNT).flatMap((day, at) => new Array(day[0].length).fill(at * DAY_MS)),
  }),
};

const summarise = (numbers) => {
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const variance = numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (numbers.length - 1);
  return `${show(mean, 2)} ± ${show(1.96 * Math.sqrt(variance / numbers.length), 2)}`;
};

/** Days that two runs share are measured once. */
function watcherOf(reference) {
  const measure = learnTogether(reference);
  const known = new Map();
  const profiles = new Map(
    reference.columns.map(({ name, values }) => [name, buildReferenceProfile({ kind: 'number', values: [...values] })]),
  );
  const measureOf = (day, at) => {
    if (!known.has(day)) known.set(day, measure({ dayMs: at * DAY_MS, table: tableOf([day]) }));
    return known.get(day);
  };
  const judge = (days, measured, kinds) => {
    const components = watchedComponents(profiles, kinds);
    const blocks = days.map((day, at) =>
      scoreBlock(components, new Map(names.map((name, i) => [name, counted(profiles.get(name), day[i])])), {
        reconstruction: { rows: ROWS, value: measured[at].reconstruction.score },
        classifier: { rows: ROWS, value: measured[at].classifier.auc },
      }),
    );
    return monitorBlocks(components, { reference: blocks.slice(0, LEARNT), live: blocks.slice(LEARNT) }, 1);
  };
  return (days) => {
    const measured = days.map(measureOf);
    return {
      alone: judge(days, measured, []),
      together: judge(days, measured, ['reconstruction', 'classifier']),
      measured,
    };
  };
}

const delayOf = (verdicts) => {
  const at = verdicts.slice(CHANGED_FROM).findIndex(({ isAlarm }) => isAlarm);
  return at < 0 ? Number.POSITIVE_INFINITY : at + 1;
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

for (const [name, referenceOf] of Object.entries(REFERENCES)) {
  const news = { alone: [], together: [] };
  const waits = { alone: [], together: [] };
  let named = 0;
  let aucs = [];
  for (let round = 0; round < rounds; round++) {
    const random = mulberry32(7000 + round);
    const days = Array.from({ length: LEARNT + LIVE }, () => drawDay(random, 0.8));
    const watch = watcherOf(referenceOf(random, days));
    const quiet = watch(days);
    const changed = watch(days.map((day, at) => (at < LEARNT + CHANGED_FROM ? day : drawDay(random, -0.8))));
    for (const kind of ['alone', 'together']) {
      news[kind].push(quiet[kind].filter(({ isNew }) => isNew).length);
      waits[kind].push(delayOf(changed[kind]));
    }
    const { gains } = changed.measured[LEARNT + CHANGED_FROM].classifier;
    const [first, second] = [...gains].sort(([, a], [, b]) => b - a).map(([column]) => column);
    if ([first, second].sort().join() === 'c0,c1') named += 1;
    aucs = aucs.concat(quiet.measured.slice(0, LEARNT).map(({ classifier }) => classifier.auc));
  }
  console.log(
    `Reference: ${name}; ${names.length} columns, ${ROWS} rows a day, ${LEARNT} days to learn from, budget 1, ${rounds} runs each`,
  );
  const sorted = aucs.toSorted((a, b) => a - b);
  const part = (share) => show(sorted[Math.floor(share * (sorted.length - 1))], 2);
  console.log(`  AUC of quiet days: median ${part(0.5)}, 99 % between ${part(0.005)} and ${part(0.995)}`);
  for (const [kind, label] of [
    ['alone', 'columns one by one'],
    ['together', 'and together'],
  ]) {
    const told = waits[kind].filter((wait) => wait <= LIVE - CHANGED_FROM).length;
    console.log(
      `  ${label}: ${summarise(news[kind])} false alarms in 30 quiet days; a correlation that turns from 0.8 to -0.8 is told within ${LIVE - CHANGED_FROM} days in ${show((100 * told) / rounds, 0)} %, median ${told > rounds / 2 ? `${median(waits[kind])} days` : 'never'}`,
    );
  }
  console.log(
    `  the two columns are the first two to blame on the first such day in ${show((100 * named) / rounds, 0)} %`,
  );
}
