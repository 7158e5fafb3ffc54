// `npm run bench:drift-speed`: the columns of a data set compared with its reference by the default rules of each profile, each
// side with as many rows. Flags: --rows N, --columns N (every fourth is of categories), --profile evidently|nannyml|azure.
import { parseArgs } from 'node:util';
import { azureDrift } from '../lib/pure/drift/azure-profile.ts';
import { evidentlyPreset } from '../lib/pure/drift/evidently-profile.ts';
import { nannymlDrift } from '../lib/pure/drift/nannyml-profile.ts';
import { mulberry32 } from '../lib/pure/stats/mulberry32.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    columns: { type: 'string', default: '20' },
    profile: { type: 'string', default: 'evidently' },
  },
});
const [rows, columns] = [values.rows, values.columns].map(Number);
const profiles = {
  evidently: (pairs) => evidentlyPreset(pairs).driftedCount,
  nannyml: (pairs) =>
    Object.values(pairs).filter((pair) => nannymlDrift(pair).current.some(({ drifted }) => drifted)).length,
  azure: (pairs) => Object.values(azureDrift(pairs)).filter(({ drifted }) => drifted).length,
};
const profile = profiles[values.profile];
if (!(rows > 0 && columns > 0 && profile))
  throw new Error('npm run bench:drift-speed -- [--rows N] [--columns N] [--profile evidently|nannyml|azure]');

const random = mulberry32(1);
const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const numbers = (shift) => Float64Array.from({ length: rows }, () => bell() + shift);
const names = Array.from({ length: 12 }, (_, i) => `category ${i}`);
const categories = (power) => Array.from({ length: rows }, () => names[Math.floor(random() ** power * names.length)]);
const pairs = Object.fromEntries(
  Array.from({ length: columns }, (_, i) => [
    `column_${i}`,
    i % 4 === 3
      ? { kind: 'category', reference: categories(1), current: categories(1 + i / 50) }
      : { kind: 'number', reference: numbers(0), current: numbers(i / 50) },
  ]),
);
const peakMb = () => process.resourceUsage().maxRSS / 1024;
const dataMb = peakMb();
const start = performance.now();
const drifted = profile(pairs);
const seconds = (performance.now() - start) / 1000;
console.log(
  `${values.profile}: ${columns} columns of ${rows} against ${rows} rows in ${seconds.toFixed(1)} s, ${drifted} drifted. Peak resident memory ${peakMb().toFixed(0)} MB, of it ${dataMb.toFixed(0)} MB with the data alone`,
);
