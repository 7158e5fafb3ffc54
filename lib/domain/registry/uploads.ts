import 'server-only';
import fs from 'node:fs';
import path from 'node:path';
import { actorName, type Ctx } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { isUuid } from '@/lib/platform/uuid7';
import { authorise } from '../people';
import { artifacts, sweepFiles } from './artifacts';
import { MAX_MODEL_BYTES, type NewUpload, type Upload } from './schema';
import { findUploadRow, insertUpload, listStaleUploads, type StoredUpload, updateUpload } from './store-uploads';

const DAY_MS = 24 * 3_600_000;
const CHECK_MS = 3_600_000;

/** The file that an upload's parts are written to. An upload's id is ours: nothing of the name comes from a caller. */
export function partFile(uploadId: string): string {
  if (!isUuid(uploadId)) throw new RangeError('a part is named by its upload');
  return path.join(path.dirname(artifacts().temporary()), `upload-${uploadId}`);
}

/** Announces a file that will come in parts. */
export async function createUpload(ctx: Ctx, input: NewUpload & { projectId: string }): Promise<StoredUpload> {
  authorise(ctx.actor, 'version.upload', input.projectId);
  if (input.sizeBytes > MAX_MODEL_BYTES)
    throw new AppError(
      'too_large',
      `The file is larger than the limit of ${MAX_MODEL_BYTES.toLocaleString('en')} bytes.`,
    );
  return insertUpload(ctx, {
    projectId: input.projectId,
    modelName: input.model,
    filename: input.filename,
    sizeBytes: input.sizeBytes,
    declaredSha: input.sha256 ?? null,
    createdBy: actorName(ctx.actor),
  });
}

export async function getUpload(ctx: Ctx, input: { id: string }): Promise<StoredUpload> {
  const upload = isUuid(input.id) ? await findUploadRow(ctx, input.id) : null;
  if (!upload) throw notFound('upload', input.id.slice(0, 64));
  authorise(ctx.actor, 'version.upload', upload.projectId);
  return upload;
}

const wrongOffset = (upload: StoredUpload) =>
  new AppError('conflict', `The next byte wanted is ${upload.receivedBytes}. Continue from there.`, {
    reason: 'wrong_offset',
    details: { receivedBytes: upload.receivedBytes },
  });

const arriving = new Set<string>();

/**
 * Appends one part at exactly the byte that is wanted next; 409 with that byte otherwise.
 * `receive` writes `length` bytes at `offset` of a file, or throws; then nothing of the part counts.
 */
export async function appendUpload(
  ctx: Ctx,
  input: {
    id: string;
    offset: number;
    length: number;
    totalBytes: number;
    receive: (part: { file: string; offset: number; length: number }) => Promise<unknown>;
  },
): Promise<StoredUpload> {
  const upload = await getUpload(ctx, input);
  if (upload.state !== 'receiving')
    throw new AppError('conflict', `This upload takes no more bytes: it is ${upload.state}.`, { reason: upload.state });
  if (input.totalBytes !== upload.sizeBytes)
    throw new AppError('malformed', `The upload was announced with ${upload.sizeBytes} bytes in all.`);
  if (arriving.has(upload.id)) throw new AppError('conflict', 'Another part of this upload is arriving now.');
  if (input.offset !== upload.receivedBytes) throw wrongOffset(upload);
  const file = partFile(upload.id);
  arriving.add(upload.id);
  try {
    if (input.offset > 0 && !fs.existsSync(file))
      throw new AppError('conflict', 'The parts of this upload are gone. Start it again.', { reason: 'parts_gone' });
    await input.receive({ file, offset: input.offset, length: input.length });
    const receivedBytes = input.offset + input.length;
    return await updateUpload(ctx, upload.id, {
      receivedBytes,
      ...(receivedBytes === upload.sizeBytes ? { state: 'checking', stage: 'read' } : {}),
    });
  } finally {
    arriving.delete(upload.id);
  }
}

/** Ends an upload that is still receiving; its parts are removed. */
export async function cancelUpload(ctx: Ctx, input: { id: string }): Promise<StoredUpload> {
  const upload = await getUpload(ctx, input);
  if (upload.state !== 'receiving' || arriving.has(upload.id))
    throw new AppError('conflict', `This upload cannot be cancelled: it is ${upload.state}.`);
  const cancelled = await updateUpload(ctx, upload.id, { state: 'cancelled' });
  fs.rmSync(partFile(upload.id), { force: true });
  return cancelled;
}

/** How the check of an upload ended, or which stage it has reached. */
export async function noteUpload(
  ctx: Ctx,
  id: string,
  change: { state?: Upload['state']; stage?: string; problem?: NonNullable<Upload['problem']>; versionNumber?: number },
): Promise<void> {
  await updateUpload(ctx, id, change);
}

/** Ends uploads that got no part for 24 hours, checks that died with their process, and removes forgotten files. System only. */
export async function sweepUploads(ctx: Ctx): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new AppError('forbidden', 'Only the server itself sweeps uploads.');
  const now = ctx.now().getTime();
  const stale = await listStaleUploads(ctx, {
    receiving: new Date(now - DAY_MS),
    checking: new Date(now - CHECK_MS),
  });
  for (const upload of stale) {
    await updateUpload(
      ctx,
      upload.id,
      upload.state === 'receiving'
        ? { state: 'cancelled' }
        : {
            state: 'refused',
            problem: {
              message: 'The check was interrupted. Upload the file again.',
              reason: 'interrupted',
              details: null,
            },
          },
    );
    fs.rmSync(partFile(upload.id), { force: true });
  }
  artifacts().sweep(DAY_MS, now);
  await sweepFiles(ctx, DAY_MS);
  return stale.length;
}
