import { gzipSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { CsvCell } from './csv-write';

export const PARQUET_KINDS = ['text', 'moment', 'integer', 'long', 'float', 'double', 'boolean'] as const;
export type ParquetKind = (typeof PARQUET_KINDS)[number];
export interface ParquetColumn {
  name: string;
  kind: ParquetKind;
}

const ELEMENTS = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  moment: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  integer: { type: 'INT32' },
  long: { type: 'INT64' },
  float: { type: 'FLOAT' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
} as const;

/** Writes a Parquet file in pieces: a row group a piece, gzip, every column nullable. What does not fit a column's kind is null. */
export class ParquetPieces {
  readonly #columns: readonly ParquetColumn[];
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;

  constructor(columns: readonly ParquetColumn[]) {
    this.#columns = columns;
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      codec: 'GZIP',
      compressors: { GZIP: (bytes) => new Uint8Array(gzipSync(bytes)) },
      createdBy: 'implanta',
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.map(({ name, kind }) => ({ name, repetition_type: 'OPTIONAL' as const, ...ELEMENTS[kind] })),
      ],
    });
  }

  /** The bytes of one more row group. */
  add(rows: readonly (readonly CsvCell[])[]): Uint8Array {
    const columnData = this.#columns.map(({ name, kind }, at) => ({
      name,
      data: rows.map((cells) => writers[kind](cells[at] ?? null)),
    }));
    void this.#writer.write({ columnData, rowGroupSize: Math.max(1, rows.length) });
    return this.#take();
  }

  /** The end of the file. */
  finish(): Uint8Array {
    void this.#writer.finish();
    return this.#take();
  }

  #take(): Uint8Array {
    const bytes = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    return bytes;
  }
}

const numberOf = (cell: CsvCell): number | null => {
  const value = cell === null || cell === '' || typeof cell === 'boolean' ? Number.NaN : Number(cell);
  return Number.isNaN(value) ? null : value;
};
const wholeOf = (cell: CsvCell): number | null => {
  const value = numberOf(cell);
  return value !== null && Number.isInteger(value) ? value : null;
};

const writers: Record<ParquetKind, (cell: CsvCell) => unknown> = {
  text: (cell) => (cell === null ? null : String(cell)),
  moment: (cell) => (typeof cell === 'string' && !Number.isNaN(Date.parse(cell)) ? new Date(cell) : null),
  integer: wholeOf,
  long: (cell) => (wholeOf(cell) === null || cell === null ? null : BigInt(cell)),
  float: numberOf,
  double: numberOf,
  boolean: (cell) => (typeof cell === 'boolean' ? cell : null),
};
