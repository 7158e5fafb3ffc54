import 'server-only';
import fs from 'node:fs';
import type { Ctx } from '@/lib/platform/context';
import { invalidInput, isAppError } from '@/lib/platform/errors';
import { isUuid } from '@/lib/platform/uuid7';
import { authorise } from '../people';
import {
  appendUpload,
  artifacts,
  cancelUpload,
  getModel,
  getUpload,
  noteUpload,
  partFile,
  type StoredUpload,
  tellGateway,
} from '../registry';
import { MODEL_NAME_RULE, ModelName, type Version } from '../registry/schema';
import { admitFile } from './admit-file';

type Receive = (part: { file: string; offset: number; length: number }) => Promise<unknown>;

/**
 * Takes a whole file from a body to a version. `receive` fills a temporary file with exactly `length` bytes or throws;
 * whatever happens, a file that is refused leaves nothing.
 */
export async function receiveVersion(
  ctx: Ctx,
  input: {
    projectId: string;
    model: string;
    filename: string;
    length: number;
    declaredSha256: string | null;
    receive: Receive;
    /** Of the request: who goes away waits for no probe. */
    signal?: AbortSignal;
  },
): Promise<Version> {
  authorise(ctx.actor, 'version.upload', input.projectId);
  const known = isUuid(input.model)
    ? await getModel(ctx, { model: input.model, permission: 'version.upload' })
    : { projectId: input.projectId, name: input.model };
  if (!ModelName.safeParse(known.name).success) throw invalidInput('model', MODEL_NAME_RULE, { reason: 'bad_name' });
  const file = artifacts().temporary();
  try {
    await input.receive({ file, offset: 0, length: input.length });
    const { version } = await admitFile(ctx, {
      projectId: known.projectId,
      modelName: known.name,
      file,
      filename: input.filename,
      declaredSha256: input.declaredSha256,
      signal: input.signal,
    });
    await tellGateway(ctx, { projectId: known.projectId, modelId: version.modelId, number: version.number });
    return version;
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Appends a part; after the last one the check runs on, and the upload tells its stage and end. */
export async function receiveUploadPart(
  ctx: Ctx,
  input: { id: string; offset: number; length: number; totalBytes: number; receive: Receive },
): Promise<StoredUpload> {
  const upload = await appendUpload(ctx, input);
  if (upload.state === 'checking') void checkUpload(ctx, upload);
  return upload;
}

const cancellable = new Map<string, AbortController>();

/** Ends an upload that is still receiving, or waits for its probe; its bytes are removed. */
export async function cancelReceived(ctx: Ctx, input: { id: string }): Promise<StoredUpload> {
  const upload = await getUpload(ctx, input);
  const waiting = cancellable.get(upload.id);
  if (!waiting) return cancelUpload(ctx, input);
  waiting.abort();
  await noteUpload(ctx, upload.id, { state: 'cancelled' });
  return getUpload(ctx, input);
}

/** Checks a whole upload and notes how it ended; never throws. */
export async function checkUpload(ctx: Ctx, upload: StoredUpload): Promise<void> {
  const cancel = new AbortController();
  try {
    const { version } = await admitFile(ctx, {
      projectId: upload.projectId,
      modelName: upload.modelName,
      file: partFile(upload.id),
      filename: upload.filename,
      declaredSha256: upload.declaredSha,
      onStage: (stage) => {
        if (stage === 'wait') cancellable.set(upload.id, cancel);
        else cancellable.delete(upload.id);
        cancel.signal.throwIfAborted();
        return noteUpload(ctx, upload.id, { stage });
      },
      signal: cancel.signal,
    });
    await tellGateway(ctx, { projectId: upload.projectId, modelId: version.modelId, number: version.number });
    await noteUpload(ctx, upload.id, { state: 'ready', versionNumber: version.number });
  } catch (error) {
    if (cancel.signal.aborted) return;
    const problem = isAppError(error)
      ? { message: error.message, reason: error.reason ?? null, details: error.details ?? null }
      : { message: 'Something went wrong on our side. Upload the file again.', reason: 'internal', details: null };
    if (!isAppError(error)) ctx.log.error({ err: error, upload: upload.id }, 'the check of an upload failed');
    await noteUpload(ctx, upload.id, { state: 'refused', problem }).catch((err: unknown) =>
      ctx.log.error({ err, upload: upload.id }, 'the end of an upload could not be noted'),
    );
  } finally {
    cancellable.delete(upload.id);
  }
}
