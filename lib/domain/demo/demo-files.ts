import fs from 'node:fs';
import path from 'node:path';
import { createGunzip } from 'node:zlib';

export const DEMOS = [
  { folder: 'flights', model: 'flight-delay', target: 'late', group: 'day' },
  { folder: 'weather', model: 'seattle-weather', target: 'weather', group: 'day' },
] as const;
export type DemoName = (typeof DEMOS)[number];

/** A file of a demo: the names are ours. */
export const demoFile = (demo: DemoName, name: string): string => path.resolve('demo', demo.folder, name);

export const readDemoJson = (demo: DemoName, name: string): unknown =>
  JSON.parse(fs.readFileSync(demoFile(demo, name), 'utf8'));

/** The bytes of a compressed CSV file. */
export async function* demoCsv(demo: DemoName, name: string): AsyncGenerator<Uint8Array> {
  yield* fs.createReadStream(demoFile(demo, name)).pipe(createGunzip()) as AsyncIterable<Uint8Array>;
}
