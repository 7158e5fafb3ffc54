import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { entityForms } from '@/lib/platform/fingerprint';
import {
  entityHash,
  HashList,
  type HashSets,
  hasHash,
  type OpenDataset,
  openDataset,
  readCell,
  readHashes,
  rowHash,
} from '../datasets';
import type { DatasetCell, DatasetType, DatasetVersion } from '../datasets/schema';
import type { Version } from '../registry/schema';
import { testedEntity } from './tested-entity';

const LOGGED_ENTITY = 'context.entity';

/** Value of a row by the name of a column; undefined where the row has no such column. */
export type Said = (column: string) => unknown;

/** The rows that a version was trained on, known by their hashes. */
export class TrainingRows {
  readonly of: DatasetVersion;
  /** The column that was learnt. */
  readonly target: string | null;
  readonly dataset: OpenDataset;
  readonly #projectId: string;
  readonly #stored: HashSets;
  readonly #types: ReadonlyMap<string, DatasetType>;
  /** Columns of the dataset that the version takes. */
  readonly #inputs: readonly string[];
  /** Columns by which the dataset's own hashes are. */
  readonly #own: ReadonlySet<string>;
  readonly #features: readonly string[];
  readonly #rows = new Map<string, Promise<BigUint64Array>>();
  readonly #entities = new Map<string, Promise<BigUint64Array>>();

  private constructor(
    projectId: string,
    dataset: OpenDataset,
    stored: HashSets,
    inputs: readonly string[],
    target: string | null,
  ) {
    this.#projectId = projectId;
    this.of = dataset.version;
    this.target = target ?? dataset.version.roles.target;
    this.dataset = dataset;
    this.#stored = stored;
    this.#types = new Map(dataset.columns.map(({ name, type }) => [name, type]));
    this.#inputs = inputs.filter((name) => this.#types.has(name));
    this.#own = new Set(dataset.version.roles.features);
    this.#features = [...new Set([...this.#own, ...this.#inputs])];
  }

  /** Null where nobody knows: the version was uploaded, or its dataset is gone. Asks for no permission. */
  static async open(
    ctx: Ctx,
    projectId: string,
    { trainedOn, signature }: Pick<Version, 'trainedOn' | 'signature'>,
  ): Promise<TrainingRows | null> {
    if (!trainedOn) return null;
    const of = { projectId, datasetId: trainedOn.datasetId, number: trainedOn.datasetNumber };
    const dataset = await openDataset(ctx, of).catch(nothingIfGone);
    if (!dataset) return null;
    const inputs = signature.inputs.map(({ name }) => name);
    return new TrainingRows(projectId, dataset, await readHashes(ctx, of), inputs, trainedOn.target);
  }

  /** Columns by which a row can be told from training rows: all that it has in common with them. None where it lacks one that the version takes. */
  featuresOf(said: Said): string[] {
    const common = this.#features.filter((name) => said(name) !== undefined);
    return this.#inputs.length > 0 && this.#inputs.every((name) => said(name) !== undefined) ? common : [];
  }

  /** The columns that name what a row is about; none where the row lacks one. */
  entityColumnsOf(said: Said): string[] {
    const { entities } = this.of.roles;
    return entities.every((name) => said(name) !== undefined) ? entities : [];
  }

  /** Whether a training row says the same, or is about the same; null where none is. */
  async find(said: Said): Promise<'row' | 'entity' | null> {
    const cellOf = (name: string) => this.#cell(name, said(name));
    const features = this.featuresOf(said);
    if (features.length > 0 && hasHash(await this.#hashesBy(features), rowHash(features, cellOf))) return 'row';
    const entity = entityHash(this.entityColumnsOf(said).map(cellOf));
    return entity !== null && hasHash(this.#stored.entities, entity) ? 'entity' : null;
  }

  /** Whether a training row says the same as a row that has these columns; null where it lacks one that the version takes. */
  async rowFinder(columns: ReadonlySet<string>): Promise<((said: Said) => boolean) | null> {
    const features = this.featuresOf((name) => (columns.has(name) ? null : undefined));
    if (features.length === 0) return null;
    const hashes = await this.#hashesBy(features);
    return (said) =>
      hasHash(
        hashes,
        rowHash(features, (name) => this.#cell(name, said(name))),
      );
  }

  /**
   * Whether training rows are about what a row of the log is about, by its hash of `testedEntity`. The log may have the fingerprint of what
   * a file names.
   */
  async hasTestedEntity(modelId: string, hash: string): Promise<boolean> {
    const column = this.#loggedEntity();
    if (column === null) return false;
    let known = this.#entities.get(modelId);
    if (!known) {
      const met = new Set<string>();
      known = this.#hash([column], (cellOf) => {
        const cell = cellOf(column);
        if (cell === null || met.has(String(cell))) return [];
        met.add(String(cell));
        return entityForms(this.#projectId, String(cell)).map((entity) =>
          short(testedEntity(modelId, { entity, rowId: '' })),
        );
      });
      this.#entities.set(modelId, known);
    }
    return hasHash(await known, short(hash));
  }

  /** The moment of a row by a cell of a column of the dataset; null where it is none. */
  momentOf(column: string, value: string): number | null {
    const read = readCell('time', value);
    return this.#types.get(column) === 'time' && 'value' in read && typeof read.value === 'number' ? read.value : null;
  }

  /** The one column that says what callers say as `context.entity`: rows of the log keep it under its name, a file has it as its entity. */
  #loggedEntity(): string | null {
    const { roles, source } = this.of;
    const [column, ...others] = roles.entities;
    if (column === undefined || others.length > 0) return null;
    return source.kind === 'upload' || column.replace(/^(row_)+/, '') === LOGGED_ENTITY ? column : null;
  }

  #hashesBy(features: readonly string[]): Promise<BigUint64Array> {
    if (features.length === this.#own.size && features.every((name) => this.#own.has(name)))
      return Promise.resolve(this.#stored.rows);
    const key = JSON.stringify(features);
    const known = this.#rows.get(key) ?? this.#hash(features, (cellOf) => [rowHash(features, cellOf)]);
    this.#rows.set(key, known);
    return known;
  }

  async #hash(
    columns: readonly string[],
    hashesOf: (cellOf: (name: string) => DatasetCell) => readonly (bigint | null)[],
  ): Promise<BigUint64Array> {
    const hashes = new HashList();
    const places = new Map(columns.map((name, at) => [name, at]));
    for await (const part of this.dataset.rows(columns))
      for (const cells of part) {
        for (const hash of hashesOf((name) => cells[places.get(name) ?? -1] ?? null))
          if (hash !== null) hashes.add(hash);
      }
    return hashes.sorted();
  }

  /** A value as the dataset would have it. An empty text is one in the log and none in a file. */
  #cell(name: string, value: unknown): DatasetCell {
    if (value === null || value === undefined || Number.isNaN(value)) return null;
    const text = String(value);
    const type = this.#types.get(name) ?? 'text';
    if (type === 'text' || type === 'category') return text === '' && this.of.source.kind === 'upload' ? null : text;
    const read = readCell(type, text);
    return 'value' in read ? read.value : text;
  }
}

const short = (hash: string): bigint => BigInt(`0x${hash.slice(0, 16)}`);
