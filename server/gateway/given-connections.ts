import type { Worker } from 'node:cluster';

interface Handle {
  close: (...args: unknown[]) => void;
}

/**
 * Closes the connections that a dying process was given and had not taken: Node's cluster forgets them open, and their callers would
 * wait for an answer until they give up (lib/internal/cluster/round_robin_handle.js, up to Node 24 at least).
 */
export class GivenConnections {
  /** By the process that was given it last: one that is closing hands a connection on to another. */
  readonly #holders = new Map<Handle, Worker>();

  watch(worker: Worker): void {
    const { process: child } = worker;
    const send = child.send.bind(child) as (...args: unknown[]) => boolean;
    child.send = (...args: unknown[]) => {
      const [, second] = args;
      // A message without a connection has a callback there, or nothing.
      if (typeof second === 'object' && second !== null && 'close' in second) this.#hold(second as Handle, worker);
      return send(...args);
    };
    worker.once('exit', () => {
      for (const [handle, holder] of this.#holders) if (holder === worker) handle.close();
    });
  }

  #hold(handle: Handle, worker: Worker) {
    if (!this.#holders.has(handle)) {
      const close = handle.close.bind(handle);
      // The cluster closes its side once a process has taken the connection.
      handle.close = (...args) => {
        this.#holders.delete(handle);
        close(...args);
      };
    }
    this.#holders.set(handle, worker);
  }
}
