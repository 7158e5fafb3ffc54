import 'server-only';
import fs from 'node:fs';
import { actorName, type Ctx } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { csvRecords } from '@/lib/platform/http/read-csv';
import { uuid7 } from '@/lib/platform/uuid7';
import { authorise } from '../people';
import { partFile } from '../registry';
import { findTypes } from './find-types';
import type { DatasetUpload } from './schema';
import {
  deleteUploadRow,
  deleteUploadsBefore,
  findUploadRow,
  insertUploadRow,
  type StoredUpload,
} from './store-datasets';
import { writeHashed } from './write-hashed';

const KEPT_MS = 24 * 3_600_000;

/** Reads a table as CSV, finds the types of its columns over all rows and keeps the file for a day. A file that is no table leaves nothing. */
export async function receiveDatasetUpload(
  ctx: Ctx,
  input: { projectId: string; filename: string; body: AsyncIterable<Uint8Array> },
): Promise<DatasetUpload> {
  const { projectId } = input;
  authorise(ctx.actor, 'dataset.upload', projectId);
  const id = uuid7();
  const file = partFile(id);
  try {
    const { sha256 } = await writeHashed(file, input.body);
    const { rows, columns } = await findTypes(csvRecords(fs.createReadStream(file)));
    const filename = input.filename.replace(/\p{C}/gu, '').slice(0, 100) || 'dataset';
    const upload = { id, filename, rows, columns };
    await insertUploadRow(ctx, { upload, projectId, sha256, createdBy: actorName(ctx.actor) });
    return upload;
  } catch (error) {
    fs.rmSync(file, { force: true });
    throw error;
  }
}

/** An upload that waits to be saved, for someone who may save it. */
export async function requireUpload(ctx: Ctx, id: string): Promise<StoredUpload> {
  const found = await findUploadRow(ctx, id);
  if (!found) throw notFound('upload', id);
  authorise(ctx.actor, 'dataset.upload', found.projectId);
  if (!fs.existsSync(partFile(id)))
    throw new AppError('conflict', 'The file of this upload is gone. Upload it again.', { reason: 'upload_gone' });
  return found;
}

/** Forgets an upload and its file. */
export async function dropUpload(ctx: Ctx, id: string): Promise<void> {
  await deleteUploadRow(ctx, id);
  fs.rmSync(partFile(id), { force: true });
}

/** Forgets uploads that nobody saved within a day. System only. */
export async function sweepDatasetUploads(ctx: Ctx): Promise<number> {
  const ids = await deleteUploadsBefore(ctx, new Date(ctx.now().getTime() - KEPT_MS));
  for (const id of ids) fs.rmSync(partFile(id), { force: true });
  return ids.length;
}
