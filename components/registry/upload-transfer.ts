import type { Upload } from '@/lib/domain/registry/schema';
import { ApiError, api } from '@/lib/platform/http/client';

export const PART_BYTES = 8 * 1024 * 1024;
const RETRY_WAITS_MS = [1000, 2000, 4000, 8000];
const RATE_WINDOW_MS = 10_000;

export interface TransferStep {
  sentBytes: number;
  totalBytes: number;
  /** Over the last ten seconds; unknown until a part has arrived. */
  bytesPerSecond: number | undefined;
}

export interface Transfer {
  project: string;
  file: Blob;
  signal: AbortSignal;
  now: () => number;
  wait: (ms: number) => Promise<void>;
  onStep: (step: TransferStep) => void;
}

/** The connection stayed away through all tries; the server keeps what it has for 24 hours. */
export class ConnectionLost extends Error {
  constructor(
    readonly sentBytes: number,
    readonly totalBytes: number,
  ) {
    super(`The connection dropped after ${sentBytes} of ${totalBytes} bytes.`);
    this.name = 'ConnectionLost';
  }
}

/** Worth another try: no answer, a server in trouble, or a part that another try has already brought. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const { status, reason } = error.problem;
  if (status === 409) return reason === undefined || reason === 'wrong_offset';
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

/**
 * Sends the parts of a file that the server still wants, one after the other, and asks it where to go on after each failure.
 * Returns the upload after its last part; throws ConnectionLost, ApiError, or AbortError when `signal` fires.
 */
export async function sendParts(upload: Upload, transfer: Transfer): Promise<Upload> {
  const { project, signal, file } = transfer;
  const marks = [{ at: transfer.now(), bytes: upload.receivedBytes }];
  let current = upload;
  let failures = 0;
  while (current.state === 'receiving') {
    transfer.onStep({
      sentBytes: current.receivedBytes,
      totalBytes: file.size,
      bytesPerSecond: rateOf(marks, transfer.now()),
    });
    try {
      current = await sendPart(current, transfer);
      failures = 0;
      marks.push({ at: transfer.now(), bytes: current.receivedBytes });
    } catch (error) {
      if (!isPassing(error)) throw error;
      const delay = RETRY_WAITS_MS[failures];
      if (delay === undefined) throw new ConnectionLost(current.receivedBytes, file.size);
      failures += 1;
      await transfer.wait(delay);
      signal.throwIfAborted();
      const known = current;
      current = await api<Upload>(`/api/uploads/${upload.id}`, { project, signal }).catch((failure: unknown) => {
        if (!isPassing(failure)) throw failure;
        return known;
      });
    }
  }
  transfer.onStep({ sentBytes: file.size, totalBytes: file.size, bytesPerSecond: undefined });
  return current;
}

function sendPart({ id, receivedBytes: from }: Upload, { project, file, signal }: Transfer): Promise<Upload> {
  const end = Math.min(file.size, from + PART_BYTES);
  return api<Upload>(`/api/uploads/${id}`, {
    method: 'PUT',
    project,
    signal,
    raw: {
      body: file.slice(from, end),
      contentType: 'application/octet-stream',
      headers: { 'content-range': `bytes ${from}-${end - 1}/${file.size}` },
    },
  });
}

function rateOf(marks: readonly { at: number; bytes: number }[], now: number): number | undefined {
  const last = marks.at(-1);
  const first = marks.find(({ at }) => now - at <= RATE_WINDOW_MS) ?? marks.at(-2);
  if (!last || !first || last === first || last.at <= first.at) return undefined;
  return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
}
