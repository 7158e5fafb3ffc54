import 'server-only';
import { runnerDefaults, VersionPool } from '@/lib/engine/runtime';
import { isUuid } from '@/lib/platform/uuid7';
import { artifacts, type ServingRow, servedSignature } from '../registry';
import { newStats, type ServedVersion } from './served-version';
import { chooseToRest } from './warm-budget';

const MAX_BATCH_ROWS = 256;
const MAX_QUEUE_ROWS = 2048;
const MAX_QUEUE_BYTES = 64 * 1024 * 1024;
const LOAD_TIMEOUT_MS = 45_000;
const MEGABYTE = 1024 * 1024;
/** A runner without its model: Node and the runtime. */
const BARE_RUNNER_BYTES = 64 * MEGABYTE;

/** A model as a gateway knows it. */
export interface ServedModel {
  projectId: string;
  id: string;
  name: string;
  champion: number | null;
  versions: Map<number, ServedVersion>;
}

/** The versions that a gateway serves, and their runners. Holds what Postgres said last; never asks it during a call. */
export class Fleet {
  readonly #models = new Map<string, ServedModel>();
  readonly #byName = new Map<string, ServedModel>();
  readonly #onCrash: (version: ServedVersion, reason: string) => void;
  readonly #warmBytes: number;

  /** `warmBytes`: memory that idle runners may hold together. */
  constructor(warmBytes: number, onCrash: (version: ServedVersion, reason: string) => void = () => {}) {
    this.#warmBytes = warmBytes;
    this.#onCrash = onCrash;
  }

  #warm() {
    return [...this.#models.values()].flatMap((model) =>
      [...model.versions.values()]
        .filter((version) => version.pool.state === 'ready' || version.pool.state === 'starting')
        .map((version) => ({ version, bytes: memoryOf(version), lastUsedMs: version.pool.lastUsed })),
    );
  }

  /** Lets runners rest that were not asked for longest, where all together hold more than they may. Returns how many. */
  restIdle(): number {
    return chooseToRest(this.#warm(), this.#warmBytes).filter((version) => version.pool.rest()).length;
  }

  /** Takes over a new reading of the registry, of one project or of all. Runners of unchanged versions go on. */
  update(rows: ServingRow[], projectId?: string): void {
    const kept = new Set(rows.map((row) => row.modelId));
    for (const model of [...this.#models.values()]) {
      if (kept.has(model.id) || (projectId && model.projectId !== projectId)) continue;
      for (const version of model.versions.values()) version.pool.stop();
      this.#models.delete(model.id);
      this.#byName.delete(`${model.projectId}/${model.name}`);
    }
    for (const row of rows) this.#updateModel(row);
    // What does not fit waits for its first call: after a start, hundreds of models would load at once.
    let bytes = this.#warm().reduce((sum, runner) => sum + runner.bytes, 0);
    for (const row of rows) {
      const champion = row.champion === null ? undefined : this.#models.get(row.modelId)?.versions.get(row.champion);
      if (!champion?.loaded || champion.pool.state !== 'cold' || bytes + memoryOf(champion) > this.#warmBytes) continue;
      bytes += memoryOf(champion);
      champion.pool.start().catch(() => {});
    }
  }

  #updateModel(row: ServingRow) {
    const old = this.#models.get(row.modelId);
    const model: ServedModel = {
      projectId: row.projectId,
      id: row.modelId,
      name: row.modelName,
      champion: row.champion,
      versions: new Map(),
    };
    for (const found of row.versions) {
      const before = old?.versions.get(found.number);
      const version = before && before.id === found.id ? before : this.#create(row, found);
      version.modelName = row.modelName;
      version.overlay = found.overlay;
      version.signature = servedSignature(found.signature, found.overlay);
      version.personal = new Map(
        found.overlay?.columns.flatMap((column) =>
          column.personal === 'keep' ? [] : [[column.name, column.personal] as const],
        ) ?? [],
      );
      if (version.loaded && !found.loaded) {
        version.pool.stop();
        version.pool = this.#pool(version);
      }
      version.loaded = found.loaded;
      model.versions.set(found.number, version);
    }
    for (const [number, version] of old?.versions ?? []) if (!model.versions.has(number)) version.pool.stop();
    this.#models.set(model.id, model);
    this.#byName.set(`${model.projectId}/${model.name}`, model);
  }

  #create(row: ServingRow, found: ServingRow['versions'][number]): ServedVersion {
    const version = {
      id: found.id,
      projectId: row.projectId,
      modelId: row.modelId,
      modelName: row.modelName,
      number: found.number,
      file: artifacts().file(row.projectId, found.servedSha256),
      sizeBytes: found.sizeBytes,
      loaded: found.loaded,
      probe: found.probe,
      fileSignature: found.signature,
      signature: servedSignature(found.signature, found.overlay),
      overlay: found.overlay,
      personal: new Map<string, 'hash' | 'drop'>(),
      stats: newStats(),
    };
    return Object.assign(version, { pool: this.#pool(version) });
  }

  #pool(version: Omit<ServedVersion, 'pool'>): VersionPool {
    const { inputs, outputs, rowByRow } = version.fileSignature;
    const pool = new VersionPool(
      {
        modelFile: version.file,
        modelBytes: version.sizeBytes,
        inputs,
        outputs,
        optimise: true,
        rowByRow,
        ...runnerDefaults(),
      },
      {
        loadTimeoutMs: version.sizeBytes > MEGABYTE ? LOAD_TIMEOUT_MS : 15_000,
        runTimeoutMs: Math.min(30_000, Math.max(2000, 20 * version.probe.latencyMsP95)),
        batches: version.probe.batchInvariant && !rowByRow && inputs.every((input) => input.shape[0] === -1),
        maxBatchRows: MAX_BATCH_ROWS,
        maxQueueRows: MAX_QUEUE_ROWS,
        maxQueueBytes: MAX_QUEUE_BYTES,
      },
    );
    pool.onCrash = (reason) => this.#onCrash(version as ServedVersion, reason);
    return pool;
  }

  /** A model of a project by id or name. */
  find(projectId: string, reference: string): ServedModel | null {
    if (isUuid(reference)) {
      const model = this.#models.get(reference);
      return model?.projectId === projectId ? model : null;
    }
    return this.#byName.get(`${projectId}/${reference}`) ?? null;
  }

  findById(id: string): ServedModel | null {
    return this.#models.get(id) ?? null;
  }

  models(projectId?: string): ServedModel[] {
    const all = [...this.#models.values()];
    return projectId ? all.filter((model) => model.projectId === projectId) : all;
  }

  counts(): { ready: number; starting: number; broken: number } {
    const counts = { ready: 0, starting: 0, broken: 0 };
    for (const model of this.#models.values()) {
      for (const version of model.versions.values()) {
        const { state } = version.pool;
        if (version.loaded && state !== 'cold') counts[state] += 1;
      }
    }
    return counts;
  }

  stop(): void {
    for (const model of this.#models.values()) for (const version of model.versions.values()) version.pool.stop();
  }
}

const memoryOf = (version: ServedVersion): number =>
  Math.max(version.probe.memoryBytes ?? 0, BARE_RUNNER_BYTES + 2 * version.sizeBytes);
