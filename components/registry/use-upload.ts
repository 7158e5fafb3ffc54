'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Upload } from '@/lib/domain/registry/schema';
import { ApiError, api, apiResponse } from '@/lib/platform/http/client';
import { findRemembered, forgetUpload, rememberUpload } from './remembered-uploads';
import { ConnectionLost, sendParts, type TransferStep } from './upload-transfer';

export type UploadPhase =
  | { kind: 'choose' }
  | { kind: 'sending'; name: string; step: TransferStep }
  | { kind: 'lost'; name: string; share: number }
  | { kind: 'checking'; uploadId: string; name: string }
  | { kind: 'failed'; error: unknown };

const wait = (ms: number) => new Promise<void>((go) => setTimeout(go, ms));
const isGone = (error: unknown) =>
  error instanceof ApiError && (error.problem.status === 404 || error.problem.reason === 'parts_gone');

/** Sends a file and says where it is. The same file chosen again goes on where it stopped. */
export function useUpload(project: string) {
  const [phase, setPhase] = useState<UploadPhase>({ kind: 'choose' });
  const running = useRef<{ abort: AbortController; uploadId: string | null } | null>(null);
  useEffect(() => () => running.current?.abort.abort(), []);

  const start = useCallback(
    async (file: File, model: string) => {
      const abort = new AbortController();
      const run: { abort: AbortController; uploadId: string | null } = { abort, uploadId: null };
      running.current = run;
      const onStep = (step: TransferStep) => setPhase({ kind: 'sending', name: file.name, step });
      onStep({ sentBytes: 0, totalBytes: file.size, bytesPerSecond: undefined });
      try {
        const upload = await openUpload({ project, model, file, signal: abort.signal });
        run.uploadId = upload.id;
        await sendParts(upload, { project, file, signal: abort.signal, now: () => performance.now(), wait, onStep });
        setPhase({ kind: 'checking', uploadId: upload.id, name: file.name });
      } catch (error) {
        if (abort.signal.aborted) return;
        if (run.uploadId && isGone(error)) forgetUpload(localStorage, run.uploadId);
        setPhase(
          error instanceof ConnectionLost
            ? { kind: 'lost', name: file.name, share: error.sentBytes / error.totalBytes }
            : { kind: 'failed', error },
        );
      }
    },
    [project],
  );

  const cancel = useCallback(async () => {
    const run = running.current;
    run?.abort.abort();
    setPhase({ kind: 'choose' });
    if (run?.uploadId) await discardUpload(project, run.uploadId);
  }, [project]);

  const reset = useCallback(() => setPhase({ kind: 'choose' }), []);
  const watch = useCallback((uploadId: string, name: string) => setPhase({ kind: 'checking', uploadId, name }), []);
  return { phase, start, cancel, reset, watch };
}

/** The upload this browser began with the same file, or a new one. */
async function openUpload(input: { project: string; model: string; file: File; signal: AbortSignal }): Promise<Upload> {
  const { project, model, file, signal } = input;
  const known = findRemembered(localStorage, { project, model, file });
  if (known) {
    const upload = await api<Upload>(`/api/uploads/${known.uploadId}`, { project, signal }).catch((error: unknown) => {
      if (isGone(error)) return null;
      throw error;
    });
    if (upload && (upload.state === 'receiving' || upload.state === 'checking')) return upload;
    forgetUpload(localStorage, known.uploadId);
  }
  const upload = await api<Upload>('/api/uploads', {
    method: 'POST',
    project,
    signal,
    body: { model, filename: file.name, sizeBytes: file.size },
  });
  const { name, size, lastModified } = file;
  rememberUpload(localStorage, { uploadId: upload.id, project, model, name, size, lastModified });
  return upload;
}

/** Takes back an upload; the server's parts go too, at the latest after 24 hours. */
export async function discardUpload(project: string, uploadId: string): Promise<void> {
  forgetUpload(localStorage, uploadId);
  await apiResponse(`/api/uploads/${uploadId}`, { method: 'DELETE', project }).catch(() => {
    // Parts that are still arriving cannot be cancelled; the sweep removes them.
  });
}
