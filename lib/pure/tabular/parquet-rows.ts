import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type ColumnMetaData, type FileMetaData, type PageHeader, parquetMetadata, parquetRead } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors';
import { DELTA_ENCODINGS, type DeltaEncoding, measureDelta, valuesOfPage } from './delta-page';

/** Why a file is refused, in a sentence that names the row group or column where there is one. */
export class ParquetFault extends Error {
  override name = 'ParquetFault';
}

export interface ParquetLimits {
  maxRows: number;
  maxColumns: number;
  /** Rows times columns of a row group, which is held at once. */
  maxCells: number;
}

type Cell = string | number | bigint | boolean | Date | null;
export interface ParquetPart {
  columns: string[];
  rows: Cell[][];
}

const MAX_FOOTER_BYTES = 16 * 1024 * 1024;
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
/** Of the pages of one row group, unpacked. */
const MAX_GROUP_BYTES = 192 * 1024 * 1024;
const ROWS_A_PART = 1000;
const ENCODINGS = new Set(['PLAIN', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY', 'RLE', 'BIT_PACKED', 'BYTE_STREAM_SPLIT']);
const isDelta = (encoding: string): encoding is DeltaEncoding => DELTA_ENCODINGS.some((delta) => delta === encoding);

/** Unpacks into as many bytes as the page's header says, which was held against the limits before, and never more. */
const compressors = {
  GZIP: (input: Uint8Array, length: number) => new Uint8Array(gunzipSync(input, { maxOutputLength: length + 1 })),
  BROTLI: (input: Uint8Array, length: number) =>
    new Uint8Array(brotliDecompressSync(input, { maxOutputLength: length + 1 })),
  ZSTD: (input: Uint8Array, length: number) => decompressZstd(input, new Uint8Array(length)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/**
 * The rows of a Parquet file of plain columns, in parts of 1,000. Sizes that the file says of itself are held against the limits and
 * against each other before anything of that size is made. Throws ParquetFault for everything that is no such file.
 */
export async function* parquetRows(bytes: ArrayBuffer, limits: ParquetLimits): AsyncGenerator<ParquetPart> {
  const metadata = readFooter(bytes);
  const columns = checkShape(metadata, limits);
  let start = 0;
  for (const [i, group] of metadata.row_groups.entries()) {
    const rows = Number(group.num_rows);
    if (rows * columns.length > limits.maxCells)
      throw new ParquetFault(`row group ${i} has ${rows} rows of ${columns.length} columns; write smaller row groups`);
    checkPages(bytes, metadata, i);
    yield* readGroup(bytes, metadata, columns, { start, end: start + rows });
    start += rows;
  }
}

function readFooter(bytes: ArrayBuffer): FileMetaData {
  const view = new DataView(bytes);
  const isParquet = (at: number) => view.getUint32(at, true) === 0x31524150;
  if (bytes.byteLength < 12 || !isParquet(0) || !isParquet(bytes.byteLength - 4))
    throw new ParquetFault('it does not begin and end as a Parquet file does; it is another file, or cut off');
  const length = view.getUint32(bytes.byteLength - 8, true);
  if (length > MAX_FOOTER_BYTES || length > bytes.byteLength - 12)
    throw new ParquetFault('its footer says that it is longer than the file');
  try {
    return parquetMetadata(bytes, { geoparquet: false });
  } catch {
    throw new ParquetFault('its footer cannot be read');
  }
}

function checkShape(metadata: FileMetaData, limits: ParquetLimits): string[] {
  const [root, ...elements] = metadata.schema;
  const nested = elements.find((element) => element.num_children || element.repetition_type === 'REPEATED');
  if (nested)
    throw new ParquetFault(`column "${nested.name.slice(0, 128)}" is nested or a list; only plain columns are read`);
  if (!root || elements.length === 0 || root.num_children !== elements.length)
    throw new ParquetFault('its footer says of itself what cannot be');
  if (elements.length > limits.maxColumns)
    throw new ParquetFault(`there are ${elements.length} columns; ${limits.maxColumns} are the most`);
  const names = elements.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new ParquetFault(`the column "${twice.slice(0, 128)}" stands twice`);
  let rows = 0n;
  for (const group of metadata.row_groups) {
    const paths = group.columns.map((chunk) => chunk.meta_data?.path_in_schema);
    if (group.num_rows < 0n || paths.length !== names.length || paths.some((path, i) => path?.[0] !== names[i]))
      throw new ParquetFault('its row groups do not have the columns of its schema');
    rows += group.num_rows;
  }
  if (rows !== metadata.num_rows)
    throw new ParquetFault(`it says ${metadata.num_rows} rows, and its row groups have ${rows}`);
  if (rows > BigInt(limits.maxRows)) throw new ParquetFault(`there are ${rows} rows; ${limits.maxRows} are the most`);
  return names;
}

/** Walks the headers of all pages of a row group and adds up what they say. */
function checkPages(bytes: ArrayBuffer, metadata: FileMetaData, index: number): void {
  const group = metadata.row_groups[index];
  let unpacked = 0;
  for (const [at, chunk] of group?.columns.entries() ?? []) {
    const about = chunk.meta_data;
    const name = about?.path_in_schema[0]?.slice(0, 128) ?? '';
    const bad = (reason: string) => new ParquetFault(`row group ${index}, column "${name}": ${reason}`);
    if (!about || chunk.file_path) throw bad('it lies in another file');
    const from = Number(about.dictionary_page_offset || about.data_page_offset);
    const end = from + Number(about.total_compressed_size);
    if (!(from >= 4 && end >= from && end <= bytes.byteLength)) throw bad('its pages lie outside the file');
    const reader = { view: new DataView(bytes, from, end - from), offset: 0 };
    let values = 0;
    while (reader.offset < reader.view.byteLength - 1 && values < Number(group?.num_rows)) {
      let header: ReturnType<typeof parquetHeader>;
      try {
        header = parquetHeader(reader);
      } catch {
        throw bad('the header of a page cannot be read');
      }
      const { compressed_page_size: packed, uncompressed_page_size: size } = header;
      const data = header.data_page_header ?? header.data_page_header_v2;
      const dictionary = header.dictionary_page_header;
      if (!(packed >= 0 && packed <= reader.view.byteLength - reader.offset))
        throw bad('a page is longer than the file');
      if (!(size >= 0 && size <= MAX_PAGE_BYTES))
        throw bad(`a page unpacks to ${size} bytes; ${MAX_PAGE_BYTES} are the most`);
      unpacked += size;
      if (unpacked > MAX_GROUP_BYTES)
        throw bad(`its row group unpacks to more than ${MAX_GROUP_BYTES} bytes; write smaller row groups`);
      if (data && !ENCODINGS.has(data.encoding) && !isDelta(data.encoding))
        throw bad(`the encoding ${data.encoding} is not read`);
      // A value of a dictionary takes a byte at least.
      if (dictionary && !(dictionary.num_values >= 0 && dictionary.num_values <= size))
        throw bad('its dictionary is longer than its page');
      if (!data && !dictionary) throw bad('a page is of a kind that is not read');
      values += data?.num_values ?? 0;
      if (!(values >= 0 && values <= Number(group?.num_rows))) throw bad('it has more values than rows');
      if (data && isDelta(data.encoding)) {
        const page = new Uint8Array(bytes, from + reader.offset, packed);
        try {
          unpacked += sizeOfDelta(page, header, {
            about,
            isOptional: metadata.schema[at + 1]?.repetition_type !== 'REQUIRED',
          });
        } catch {
          throw bad(`a page in ${data.encoding} says of itself what cannot be`);
        }
        if (unpacked > MAX_GROUP_BYTES)
          throw bad(`its row group unpacks to more than ${MAX_GROUP_BYTES} bytes; write smaller row groups`);
      }
      reader.offset += packed;
    }
    if (values !== Number(group?.num_rows)) throw bad(`it has ${values} values for ${group?.num_rows} rows`);
  }
}

/** What the values of a page take beyond the page itself, unpacked once more to see it: a text may share most of itself with the one before. */
function sizeOfDelta(
  page: Uint8Array,
  header: PageHeader,
  { about, isOptional }: { about: ColumnMetaData; isOptional: boolean },
): number {
  const { data_page_header: v1, data_page_header_v2: v2, uncompressed_page_size: size } = header;
  const levels = v2 ? v2.repetition_levels_byte_length + v2.definition_levels_byte_length : 0;
  if (!(levels >= 0 && levels <= page.length && levels <= size)) throw new RangeError('levels longer than their page');
  const packed = page.subarray(levels);
  const plain = v2?.is_compressed === false ? packed : decompressPage(packed, size - levels, about.codec, compressors);
  const { bytes, count } = valuesOfPage(plain, { v1, v2 }, isOptional);
  const { encoding } = v1 ?? v2 ?? {};
  if (!(count >= 0) || encoding === undefined || !isDelta(encoding)) throw new RangeError('no values');
  return measureDelta(bytes, { encoding, type: about.type, count });
}

async function* readGroup(
  bytes: ArrayBuffer,
  metadata: FileMetaData,
  columns: string[],
  { start, end }: { start: number; end: number },
): AsyncGenerator<ParquetPart> {
  let rows: unknown[][] = [];
  try {
    await parquetRead({
      file: { byteLength: bytes.byteLength, slice: (from, to) => bytes.slice(from, to) },
      metadata,
      compressors,
      columns,
      rowStart: start,
      rowEnd: end,
      geoparquet: false,
      onComplete: (found) => {
        rows = found;
      },
    });
  } catch (error) {
    if (error instanceof ParquetFault) throw error;
    throw new ParquetFault(`the values of rows ${start + 1} to ${end} cannot be read`);
  }
  if (rows.length !== end - start) throw new ParquetFault('it has fewer rows than it says');
  for (let from = 0; from < rows.length; from += ROWS_A_PART)
    yield {
      columns,
      rows: rows
        .slice(from, from + ROWS_A_PART)
        .map((cells, i) => cells.map((cell, at) => plainCell(cell, columns[at] ?? '', start + from + i))),
    };
}

function plainCell(cell: unknown, column: string, row: number): Cell {
  if (cell === undefined || cell === null) return null;
  if (cell instanceof Date || ['string', 'number', 'bigint', 'boolean'].includes(typeof cell)) return cell as Cell;
  throw new ParquetFault(
    `row ${row + 1}, column "${column.slice(0, 128)}": it is neither text, number, truth nor time`,
  );
}
