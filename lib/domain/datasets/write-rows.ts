import 'server-only';
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { CsvCell } from '@/lib/pure/tabular/csv-write';
import { type ParquetKind, ParquetPieces } from '@/lib/pure/tabular/parquet-write';
import { entityHash, HashList, type HashSets, rowHash } from './row-hash';
import type { DatasetCell, DatasetColumn, DatasetRoles, DatasetType } from './schema';

const CELLS_A_GROUP = 400_000;
const MOST_ROWS_A_GROUP = 20_000;

const KINDS: Record<DatasetType, ParquetKind> = {
  number: 'double',
  integer: 'long',
  boolean: 'boolean',
  category: 'text',
  text: 'text',
  time: 'moment',
};

export interface WrittenRows {
  rows: number;
  sha256: string;
  sizeBytes: number;
  cutOff: Date | null;
  duplicates: number;
  hashes: HashSets;
}

/** Writes rows into a Parquet file as they come, a row group at a time, and notes their hashes and their latest moment. */
export class RowWriter {
  readonly #columns: readonly DatasetColumn[];
  readonly #roles: DatasetRoles;
  readonly #places: ReadonlyMap<string, number>;
  readonly #timeAt: number;
  readonly #pieces: ParquetPieces;
  readonly #rowsAGroup: number;
  readonly #rows = new HashList();
  readonly #entities = new HashList();
  readonly #whole = new HashList();
  readonly #hash = createHash('sha256');
  readonly #file: FileHandle;
  #waiting: CsvCell[][] = [];
  #count = 0;
  #sizeBytes = 0;
  #latestMs = Number.NEGATIVE_INFINITY;

  private constructor(file: FileHandle, columns: readonly DatasetColumn[], roles: DatasetRoles) {
    this.#file = file;
    this.#columns = columns;
    this.#roles = roles;
    this.#places = new Map(columns.map(({ name }, at) => [name, at]));
    this.#timeAt = roles.time === null ? -1 : (this.#places.get(roles.time) ?? -1);
    this.#pieces = new ParquetPieces(columns.map(({ name, type }) => ({ name, kind: KINDS[type] })));
    this.#rowsAGroup = Math.min(MOST_ROWS_A_GROUP, Math.max(100, Math.floor(CELLS_A_GROUP / columns.length)));
  }

  static async open(file: string, columns: readonly DatasetColumn[], roles: DatasetRoles): Promise<RowWriter> {
    return new RowWriter(await open(file, 'w', 0o600), columns, roles);
  }

  get rows(): number {
    return this.#count;
  }

  /** One row, its cells in the order of the columns. */
  async add(cells: readonly DatasetCell[]): Promise<void> {
    const cellOf = (name: string) => cells[this.#places.get(name) ?? -1] ?? null;
    const { features, target, entities } = this.#roles;
    this.#count += 1;
    this.#rows.add(rowHash(features, cellOf));
    this.#whole.add(rowHash(target === null ? features : [...features, target], cellOf));
    const entity = entityHash(entities.map(cellOf));
    if (entity !== null) this.#entities.add(entity);
    const time = this.#timeAt < 0 ? null : cells[this.#timeAt];
    if (typeof time === 'number' && time > this.#latestMs) this.#latestMs = time;
    this.#waiting.push(this.#columns.map(({ type }, at) => plainCell(type, cells[at] ?? null)));
    if (this.#waiting.length >= this.#rowsAGroup) await this.#flush();
  }

  /** The end of the file. */
  async finish(): Promise<WrittenRows> {
    if (this.#waiting.length > 0) await this.#flush();
    await this.#write(this.#pieces.finish());
    await this.close();
    return {
      rows: this.#count,
      sha256: this.#hash.digest('hex'),
      sizeBytes: this.#sizeBytes,
      cutOff: Number.isFinite(this.#latestMs) ? new Date(this.#latestMs) : null,
      duplicates: this.#count - this.#whole.sorted().length,
      hashes: { rows: this.#rows.sorted(), entities: this.#entities.sorted() },
    };
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #flush(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = [];
    await this.#write(this.#pieces.add(rows));
  }

  async #write(bytes: Uint8Array): Promise<void> {
    await this.#file.writeFile(bytes);
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.length;
  }
}

const plainCell = (type: DatasetType, cell: DatasetCell): CsvCell =>
  type === 'time' && typeof cell === 'number' ? new Date(cell).toISOString() : cell;
