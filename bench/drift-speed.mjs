// `npm run bench:drift-speed`: the columns of a Parquet file compared with those of its reference by the default rules of each
// profile, each side with as many rows. Columns are read one at a time; the files are made by a process of their own.
// Flags: --rows N, --columns N (every fourth is of categories), --profile evidently|nannyml|azure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { parquetWriteFile } from 'hyparquet-writer';
import { azureDrift } from '../lib/pure/drift/azure-profile.ts';
import { evidentlyDrift } from '../lib/pure/drift/evidently-profile.ts';
import { nannymlDrift } from '../lib/pure/drift/nannyml-profile.ts';
import { mulberry32 } from '../lib/pure/stats/mulberry32.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    columns: { type: 'string', default: '20' },
    profile: { type: 'string', default: 'evidently' },
    write: { type: 'string' },
  },
});
const [rows, columns] = [values.rows, values.columns].map(Number);
/** By one column at a time; Azure's drops rows that lack a value in any column, of which there are none here. */
const profiles = {
  evidently: (pair) => evidentlyDrift(pair).drifted,
  nannyml: (pair) => nannymlDrift(pair).current.some(({ drifted }) => drifted),
  azure: (pair) => azureDrift({ pair }).pair.drifted,
};
const isDrifted = profiles[values.profile];
if (!(rows > 0 && columns > 0 && isDrifted))
  throw new Error('npm run bench:drift-speed -- [--rows N] [--columns N] [--profile evidently|nannyml|azure]');

const isOfCategories = (i) => i % 4 === 3;
const SIDES = ['reference', 'current'];
if (values.write) writeFiles(values.write);
else await measure();

function writeFiles(folder) {
  const random = mulberry32(1);
  const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const names = Array.from({ length: 12 }, (_, i) => `category ${i}`);
  for (const [side, shift] of [
    ['reference', 0],
    ['current', 1 / 50],
  ])
    parquetWriteFile({
      filename: join(folder, `${side}.parquet`),
      rowGroupSize: 100_000,
      columnData: Array.from({ length: columns }, (_, i) =>
        isOfCategories(i)
          ? {
              name: `column_${i}`,
              type: 'STRING',
              data: Array.from({ length: rows }, () => names[Math.floor(random() ** (1 + i * shift) * names.length)]),
            }
          : {
              name: `column_${i}`,
              type: 'DOUBLE',
              data: Float64Array.from({ length: rows }, () => bell() + i * shift),
            },
      ),
    });
}

async function readColumn({ file, metadata, numbers, categories }, i) {
  const data = isOfCategories(i) ? categories : numbers;
  await parquetRead({
    file,
    metadata,
    columns: [`column_${i}`],
    onChunk: ({ columnData, rowStart }) => {
      for (let row = 0; row < columnData.length; row += 1) data[rowStart + row] = columnData[row];
    },
  });
  return data;
}

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'drift-speed-'));
  try {
    const flags = [...process.execArgv, process.argv[1], ...process.argv.slice(2), '--write', folder];
    if (spawnSync(process.execPath, flags, { stdio: 'inherit' }).status !== 0) throw new Error('No files were made.');
    const files = await Promise.all(
      SIDES.map(async (side) => {
        const file = await asyncBufferFromFile(join(folder, `${side}.parquet`));
        const metadata = await parquetMetadataAsync(file);
        return { file, metadata, numbers: new Float64Array(rows), categories: new Array(rows) };
      }),
    );
    const peakMb = () => process.resourceUsage().maxRSS / 1024;
    const emptyMb = peakMb();
    const start = performance.now();
    const cpuSeconds = () => {
      const { userCPUTime, systemCPUTime } = process.resourceUsage();
      return (userCPUTime + systemCPUTime) / 1e6;
    };
    const cpuBefore = cpuSeconds();
    let [comparing, drifted] = [0, 0];
    for (let i = 0; i < columns; i += 1) {
      const [reference, current] = [await readColumn(files[0], i), await readColumn(files[1], i)];
      const cpuRead = cpuSeconds();
      if (isDrifted({ kind: isOfCategories(i) ? 'category' : 'number', reference, current })) drifted += 1;
      comparing += cpuSeconds() - cpuRead;
    }
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${values.profile}: ${columns} columns of ${rows} against ${rows} rows, ${drifted} drifted, in ${seconds.toFixed(1)} s with ${(cpuSeconds() - cpuBefore).toFixed(1)} s of CPU, of which ${comparing.toFixed(1)} s compared and the others read Parquet. Peak resident memory ${peakMb().toFixed(0)} MB, before ${emptyMb.toFixed(0)} MB`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
