import type { ServedUpstream } from '@/lib/domain/serving';
import { keepLearnt, ownPorts } from '@/lib/domain/upstream';
import { UpstreamClient } from '@/lib/engine/upstream';
import type { Database } from '@/lib/platform/db';
import type { Log } from '@/lib/platform/log';

/** The connections of a gateway to running services, and what it has learnt of them on its way to the database. */
export class Upstreams {
  readonly #database: Database;
  readonly #log: Log;
  readonly #clients = new Map<string, { key: string; client: UpstreamClient }>();
  readonly #saving = new Set<string>();
  readonly #again = new Set<string>();

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  /** The client of a service; a new one where its address or settings changed. */
  clientOf({ modelId, url, allowPrivate, header, timeoutMs }: ServedUpstream): UpstreamClient {
    const known = this.#clients.get(modelId);
    const key = JSON.stringify([url, allowPrivate, header, timeoutMs]);
    if (known?.key === key) return known.client;
    known?.client.close();
    const client = new UpstreamClient({ url, allowPrivate, header, timeoutMs, ownPorts: ownPorts() });
    this.#clients.set(modelId, { key, client });
    return client;
  }

  /** Keeps what was learnt of a service. Nobody waits for it; news of the meantime is kept in one step afterwards. */
  keep(current: () => ServedUpstream | null, modelId: string): void {
    if (this.#saving.has(modelId)) {
      this.#again.add(modelId);
      return;
    }
    this.#saving.add(modelId);
    this.#save(current, modelId)
      .catch((err: unknown) => this.#log.warn({ err, modelId }, 'what was learnt of a service could not be kept'))
      .finally(() => {
        this.#saving.delete(modelId);
        if (this.#again.delete(modelId)) this.keep(current, modelId);
      });
  }

  async #save(current: () => ServedUpstream | null, modelId: string): Promise<void> {
    const upstream = current();
    if (!upstream?.learnt) return;
    const { epoch, learnt, unsavedCalls: calls } = upstream;
    await keepLearnt(this.#database, { modelId, epoch, learnt, calls });
    const after = current();
    if (after?.epoch === epoch) after.unsavedCalls -= calls;
  }

  close(): void {
    for (const { client } of this.#clients.values()) client.close();
  }
}
