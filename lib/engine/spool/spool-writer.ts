import 'server-only';
import fs from 'node:fs';
import { frameRecords, readRecords } from './record';
import { listSegments, segmentFile } from './segments';

export interface SpoolSettings {
  folder: string;
  segmentBytes: number;
  /** Bytes of all segments together; at the cap nothing more is taken. */
  capBytes: number;
  /** Each append is on the disk before it is acknowledged; else it is synced shortly after. */
  syncBefore: boolean;
}

export class SpoolFull extends Error {
  constructor() {
    super('the spool is full');
    this.name = 'SpoolFull';
  }
}

/** After a write at most so long, where nobody waits for it. */
const SYNC_EVERY_MS = 25;

/** Position behind a record: how far the drainer must have come for it to be in the database. */
export interface SpoolPosition {
  segment: number;
  offset: number;
}

/**
 * The durable log of acknowledged predictions: records appended to numbered segment files. A write that returns has reached the
 * kernel, so it survives the death of every process; with `syncBefore` it also survives the machine's.
 */
export class SpoolWriter {
  readonly #settings: SpoolSettings;
  #fd = -1;
  #segment = 0;
  #offset = 0;
  #olderBytes = 0;
  #dirty = false;
  #timer: NodeJS.Timeout;
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #isSyncing = false;
  #retired: number[] = [];
  appended = 0;

  constructor(settings: SpoolSettings) {
    this.#settings = settings;
    fs.mkdirSync(settings.folder, { recursive: true, mode: 0o700 });
    const segments = listSegments(settings.folder);
    const last = segments.at(-1);
    // A new segment after each start: an old one may end in a torn record, which the reader skips.
    this.#open(last === undefined ? 1 : last + 1);
    this.#timer = setInterval(() => this.#syncLater(), SYNC_EVERY_MS);
    this.#timer.unref();
  }

  get position(): SpoolPosition {
    return { segment: this.#segment, offset: this.#offset };
  }

  #open(segment: number) {
    if (this.#fd >= 0) {
      fs.fdatasyncSync(this.#fd);
      // A sync of the old file may still be under way; closing it now would fail that sync.
      this.#retired.push(this.#fd);
      if (!this.#isSyncing) this.#closeRetired();
    }
    this.#segment = segment;
    this.#fd = fs.openSync(segmentFile(this.#settings.folder, segment), 'a', 0o600);
    this.#offset = fs.fstatSync(this.#fd).size;
    this.#olderBytes = this.#measureOlder();
  }

  #closeRetired() {
    for (const fd of this.#retired) fs.closeSync(fd);
    this.#retired = [];
  }

  #measureOlder(): number {
    let bytes = 0;
    for (const segment of listSegments(this.#settings.folder))
      if (segment !== this.#segment)
        bytes += fs.statSync(segmentFile(this.#settings.folder, segment), { throwIfNoEntry: false })?.size ?? 0;
    return bytes;
  }

  /**
   * Appends payloads as one write. Throws SpoolFull at the cap or when the disk takes no more; then nothing of it is kept.
   * Returns at once where `syncBefore` is off, else await the promise before you acknowledge.
   */
  append(payloads: Buffer[]): Promise<void> | undefined {
    if (payloads.length === 0) return undefined;
    const bytes = frameRecords(payloads);
    if (this.#offset > 0 && this.#offset + bytes.length > this.#settings.segmentBytes) this.#open(this.#segment + 1);
    if (this.#olderBytes + this.#offset + bytes.length > this.#settings.capBytes) {
      this.#olderBytes = this.#measureOlder();
      if (this.#olderBytes + this.#offset + bytes.length > this.#settings.capBytes) throw new SpoolFull();
    }
    let written = 0;
    try {
      written = fs.writeSync(this.#fd, bytes);
    } catch {
      written = -1;
    }
    if (written !== bytes.length) {
      // A full disk writes a part without an error: cut it off, so that the segment stays whole.
      fs.ftruncateSync(this.#fd, this.#offset);
      throw new SpoolFull();
    }
    this.#offset += bytes.length;
    this.appended += payloads.length;
    this.#dirty = true;
    if (!this.#settings.syncBefore) return undefined;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#syncGroup();
    });
  }

  #syncGroup() {
    if (this.#isSyncing || this.#waiting.length === 0) return;
    const group = this.#waiting;
    this.#waiting = [];
    this.#isSyncing = true;
    fs.fdatasync(this.#fd, (error) => {
      this.#isSyncing = false;
      this.#closeRetired();
      for (const one of group) error ? one.reject(error) : one.resolve();
      this.#syncGroup();
    });
  }

  #syncLater() {
    if (!this.#dirty || this.#isSyncing || this.#settings.syncBefore) return;
    this.#dirty = false;
    this.#isSyncing = true;
    fs.fdatasync(this.#fd, () => {
      this.#isSyncing = false;
      this.#closeRetired();
    });
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#fd < 0) return;
    fs.fdatasyncSync(this.#fd);
    for (const one of this.#waiting.splice(0)) one.resolve();
    this.#retired.push(this.#fd);
    this.#fd = -1;
    if (!this.#isSyncing) this.#closeRetired();
  }
}

/** Reads whole records of one segment from an offset; a missing segment reads as empty. */
export function readSegment(folder: string, position: SpoolPosition, limits: { maxRecords: number; maxBytes: number }) {
  const file = segmentFile(folder, position.segment);
  let fd: number;
  try {
    fd = fs.openSync(file, 'r');
  } catch {
    return { payloads: [], consumed: 0, end: 'missing' as const, size: 0 };
  }
  try {
    const { size } = fs.fstatSync(fd);
    const want = Math.max(0, Math.min(size - position.offset, limits.maxBytes + 1024 * 1024));
    let bytes = Buffer.allocUnsafe(want);
    let held = 0;
    while (held < want) {
      const read = fs.readSync(fd, bytes, held, want - held, position.offset + held);
      if (read === 0) break;
      held += read;
    }
    bytes = bytes.subarray(0, held);
    let result = readRecords(bytes, limits);
    if (result.payloads.length === 0 && result.end === 'torn' && position.offset + held < size) {
      // One record is larger than the window: read the rest of the segment.
      const rest = Buffer.allocUnsafe(size - position.offset);
      fs.readSync(fd, rest, 0, rest.length, position.offset);
      result = readRecords(rest, limits);
    }
    return { ...result, size };
  } finally {
    fs.closeSync(fd);
  }
}
