import fs from 'node:fs';
import path from 'node:path';

const NAME = /^(\d{12})\.log$/;

export const segmentFile = (folder: string, segment: number): string =>
  path.join(folder, `${String(segment).padStart(12, '0')}.log`);

/** Numbers of the segments of a spool, oldest first. */
export function listSegments(folder: string): number[] {
  return fs
    .readdirSync(folder)
    .map((name) => NAME.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}
