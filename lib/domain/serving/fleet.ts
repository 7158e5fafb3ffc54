import 'server-only';
import os from 'node:os';
import { type RunnerRange, runnerDefaults, VersionPool } from '@/lib/engine/runtime';
import { isUuid } from '@/lib/platform/uuid7';
import { inUnit } from '@/lib/pure/answer-settings/in-unit';
import { isPlain } from '@/lib/pure/answer-settings/settings';
import { artifacts, type ServingRow, servedSignature, takesSameInputs } from '../registry';
import type { Deployment } from '../registry/schema';
import type { ServedUpstreamRow } from '../upstream';
import { type ServedUpstream, takeUpstream } from './served-upstream';
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
  /** Another server runs it: it has no files, and no call is answered. */
  elsewhere: boolean;
  versions: Map<number, ServedVersion>;
  /** The version that answers a share of the calls; null where there is none that could. */
  canary: { of: NonNullable<Deployment['canary']>; version: ServedVersion } | null;
  /** The version that answers beside; null where there is none that could. */
  shadow: ServedVersion | null;
  /** The version that answers under the name `staging`; null where there is none. */
  staging: ServedVersion | null;
  /** The running service that the model stands in front of. It answers where the champion is its version. */
  upstream: ServedUpstream | null;
  logPercent: number;
}

export type FleetRow = ServingRow & { upstream?: ServedUpstreamRow | null };

/** One runner, and more while calls wait, up to half of the processors: the rest is for answering and for the database. */
const BY_LOAD: RunnerRange = { min: 1, max: Math.max(1, Math.floor(os.availableParallelism() / 2)) };

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
        .map((version) => ({
          version,
          bytes: memoryOf(version) * Math.max(1, version.pool.size),
          lastUsedMs: version.pool.lastUsed,
        })),
    );
  }

  /** Lets runners rest that were not asked for longest, where all together hold more than they may. Returns how many. */
  restIdle(): number {
    for (const model of this.#models.values()) for (const version of model.versions.values()) version.pool.shrink();
    return chooseToRest(this.#warm(), this.#warmBytes).filter((version) => version.pool.rest()).length;
  }

  /** Takes over a new reading of the registry, of one project or of all. Runners of unchanged versions go on. */
  update(rows: FleetRow[], projectId?: string): void {
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
    for (const row of rows)
      for (const version of this.#inTraffic(this.#models.get(row.modelId))) {
        if (!version.loaded || version.pool.state !== 'cold' || bytes + memoryOf(version) > this.#warmBytes) continue;
        bytes += memoryOf(version);
        version.pool.start().catch(() => {});
      }
  }

  #inTraffic(model: ServedModel | undefined): ServedVersion[] {
    if (!model) return [];
    const champion = model.champion === null ? undefined : model.versions.get(model.champion);
    return [champion, model.canary?.version, model.shadow, model.staging].filter((version) => version != null);
  }

  #updateModel(row: FleetRow) {
    const old = this.#models.get(row.modelId);
    const model: ServedModel = {
      projectId: row.projectId,
      id: row.modelId,
      name: row.modelName,
      champion: row.champion,
      elsewhere: row.elsewhere,
      versions: new Map(),
      canary: null,
      shadow: null,
      staging: null,
      upstream: row.upstream ? takeUpstream(row.upstream, row.modelName, old?.upstream ?? null) : null,
      logPercent: row.deployment.logPercent,
    };
    for (const found of row.elsewhere ? [] : row.versions) {
      const before = old?.versions.get(found.number);
      const version = before && before.id === found.id ? before : this.#create(row, found);
      version.modelName = row.modelName;
      version.overlay = found.overlay;
      version.personalContext = row.personalContext;
      takeSettings(version, found);
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
    takeTraffic(model, row.deployment);
    model.staging = row.staging === null ? null : (model.versions.get(row.staging) ?? null);
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
      file: artifacts().place(row.projectId, found.servedSha256),
      sizeBytes: found.sizeBytes,
      loaded: found.loaded,
      probe: found.probe,
      fileSignature: found.signature,
      signature: servedSignature(found.signature, found.overlay),
      overlay: found.overlay,
      settings: null,
      personal: new Map<string, 'hash' | 'drop'>(),
      personalContext: row.personalContext,
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
        runners: BY_LOAD,
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

/** What a version says of its answers, and what is done to them. */
function takeSettings(version: ServedVersion, found: ServingRow['versions'][number]) {
  const { answerSettings: saved } = found;
  version.settings = saved && !isPlain(saved.content) ? saved : null;
  version.signature = inUnit(servedSignature(found.signature, found.overlay), version.settings?.content ?? null);
}

/** Which versions answer beside the champion, and with how many runners. One that cannot take its calls is left out. */
function takeTraffic(model: ServedModel, { canary, shadow, runners }: Deployment) {
  const champion = model.champion === null ? undefined : model.versions.get(model.champion);
  const isService = model.upstream !== null && model.champion === model.upstream.number;
  const peer = (number: number | null | undefined): ServedVersion | null => {
    const version = number === null || number === undefined ? undefined : model.versions.get(number);
    // Beside a running service any file may answer: its columns are found in what callers send.
    if (isService) return version?.loaded ? version : null;
    return champion && version?.loaded && takesSameInputs(champion.fileSignature, version.fileSignature)
      ? version
      : null;
  };
  const version = isService ? null : peer(canary?.version);
  model.canary = canary && version ? { of: canary, version } : null;
  model.shadow = peer(shadow);
  const range = runners === null ? BY_LOAD : { min: runners, max: runners };
  for (const each of model.versions.values()) each.pool.resize(each === champion || each === version ? range : BY_LOAD);
}

const memoryOf = (version: ServedVersion): number =>
  Math.max(version.probe.memoryBytes ?? 0, BARE_RUNNER_BYTES + 2 * version.sizeBytes);
