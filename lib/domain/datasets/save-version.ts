import 'server-only';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { artifacts, insertArtifact, removeFiles } from '../registry';
import { shownVersion } from './datasets';
import { openRows } from './open-dataset';
import { profileRows } from './profile-rows';
import { packHashes } from './row-hash';
import type { DatasetColumn, DatasetPlace, DatasetRoles, DatasetSource, DatasetVersion } from './schema';
import { insertDatasetRow, insertVersionRow, lockDatasetRow, unknownFiles } from './store-datasets';
import type { WrittenRows } from './write-rows';

/** Rows that were written to a temporary file, and what is known of them. */
export interface FinishedRows {
  file: string;
  written: WrittenRows;
  columns: DatasetColumn[];
  roles: DatasetRoles;
  source: DatasetSource;
  examLeftOut: number;
}

/**
 * Keeps finished rows as the next version of a dataset: the profile is worked out first, then file, hashes, version and audit event stand or
 * fall together. The temporary file is the caller's to remove where this throws.
 */
export async function saveVersion(
  ctx: Ctx,
  of: { projectId: string; place: DatasetPlace; jobId?: string; createdBy?: string },
  finished: FinishedRows,
): Promise<DatasetVersion> {
  const { projectId, place } = of;
  const { file, written, columns, roles, source, examLeftOut } = finished;
  const createdBy = of.createdBy ?? actorName(ctx.actor);
  const profile = await profileRows(openRows(file, { columns }), roles, written);
  const hashesFile = artifacts().temporary();
  const hashes = packHashes(written.hashes);
  const hashesSha256 = createHash('sha256').update(hashes).digest('hex');
  fs.writeFileSync(hashesFile, hashes, { mode: 0o600 });
  await artifacts().keep(projectId, written.sha256, file);
  await artifacts().keep(projectId, hashesSha256, hashesFile);
  const files = [written.sha256, hashesSha256];
  return inTransaction(ctx, async (tx) => {
    const dataset =
      'name' in place
        ? await insertDatasetRow(tx, { projectId, ...place, createdBy })
        : await lockDatasetRow(tx, { projectId, id: place.datasetId });
    if (!dataset) throw notFound('dataset', 'datasetId' in place ? place.datasetId : '');
    const filename = `${dataset.name}.parquet`;
    await insertArtifact(tx, { projectId, sha256: written.sha256, sizeBytes: written.sizeBytes, filename });
    await insertArtifact(tx, {
      projectId,
      sha256: hashesSha256,
      sizeBytes: hashes.length,
      filename: `${dataset.name}.hashes`,
    });
    const version = await insertVersionRow(tx, {
      datasetId: dataset.id,
      projectId,
      rows: written.rows,
      columns,
      roles,
      sha256: written.sha256,
      sizeBytes: written.sizeBytes,
      hashesSha256,
      cutOff: written.cutOff,
      examLeftOut,
      source,
      profile,
      jobId: of.jobId ?? null,
      createdBy,
    });
    await audit(tx, {
      action: 'dataset.save',
      object: `dataset:${dataset.name}/${version.number}`,
      projectId,
      after: { rows: written.rows, sha256: written.sha256, examLeftOut, source: source.kind },
    });
    return shownVersion(version);
  }).catch(async (error: unknown) => {
    await removeFiles(ctx, projectId, await unknownFiles(ctx, projectId, files));
    throw error;
  });
}

/** A new file on the volume of the blobs, for rows that are to be saved as a version. */
export const temporaryRows = (): string => artifacts().temporary();
