import 'server-only';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Ctx } from '@/lib/platform/context';
import { entityForms } from '@/lib/platform/fingerprint';
import { artifacts, insertArtifact } from '../registry';
import { readHashes } from './has-rows';
import { openRows } from './open-dataset';
import { profileRows } from './profile-rows';
import { entityHash, hasHash, packHashes } from './row-hash';
import type { DatasetProfile } from './schema';
import { dropUnusedFiles, listProjectVersions, replaceVersionFiles, type StoredVersion } from './store-datasets';
import { RowWriter, type WrittenRows } from './write-rows';

/** A version of a dataset that was made of the log, with how many of some rows it has. */
export interface HoldingVersion {
  version: StoredVersion;
  rows: number;
}

/** Versions made of the log of a project that have some of these rows, by their ids. Reads the ids of all of them. */
export async function listHolding(
  ctx: Ctx,
  { projectId, rowIds }: { projectId: string; rowIds: ReadonlySet<string> },
): Promise<HoldingVersion[]> {
  const found: HoldingVersion[] = [];
  for (const version of await listProjectVersions(ctx, projectId)) {
    const { id } = version.roles;
    if (version.source.kind !== 'query' || id === null) continue;
    let rows = 0;
    for await (const part of openRows(await artifacts().file(projectId, version.sha256), version).rows([id]))
      rows += part.filter(([cell]) => typeof cell === 'string' && rowIds.has(cell)).length;
    if (rows > 0) found.push({ version, rows });
  }
  return found;
}

/** Versions that came as files and have rows about an entity, by its hash: they are their owners' to take away. */
export async function listFilesAbout(
  ctx: Ctx,
  { projectId, entity }: { projectId: string; entity: string },
): Promise<StoredVersion[]> {
  // A file may be of the log, which has the fingerprint of a personal entity.
  const hashes = entityForms(projectId, entity).flatMap((form) => entityHash([form]) ?? []);
  const found: StoredVersion[] = [];
  for (const version of await listProjectVersions(ctx, projectId)) {
    if (version.source.kind !== 'upload' || version.roles.entities.length !== 1) continue;
    const { entities } = await readHashes(ctx, { projectId, datasetId: version.datasetId, number: version.number });
    if (hashes.some((hash) => hasHash(entities, hash))) found.push(version);
  }
  return found;
}

/** A version's rows without some of them, as files that nothing names yet. */
export interface RewrittenVersion {
  before: StoredVersion;
  written: WrittenRows;
  profile: DatasetProfile;
  hashesSha256: string;
  hashesBytes: number;
}

/** Writes the rows of a version again without those that have one of these ids. */
export async function rewriteWithout(before: StoredVersion, rowIds: ReadonlySet<string>): Promise<RewrittenVersion> {
  const { projectId, columns, roles } = before;
  const at = columns.findIndex(({ name }) => name === roles.id);
  const file = artifacts().temporary();
  const writer = await RowWriter.open(file, columns, roles);
  try {
    for await (const part of openRows(await artifacts().file(projectId, before.sha256), before).rows())
      for (const cells of part) {
        const id = cells[at];
        if (!(typeof id === 'string' && rowIds.has(id))) await writer.add(cells);
      }
    const written = await writer.finish();
    const profile = await profileRows(openRows(file, { columns }), roles, written);
    const hashes = packHashes(written.hashes);
    const hashesFile = artifacts().temporary();
    fs.writeFileSync(hashesFile, hashes, { mode: 0o600 });
    const hashesSha256 = createHash('sha256').update(hashes).digest('hex');
    await artifacts().keep(projectId, written.sha256, file);
    await artifacts().keep(projectId, hashesSha256, hashesFile);
    return { before, written, profile, hashesSha256, hashesBytes: hashes.length };
  } finally {
    await writer.close();
    fs.rmSync(file, { force: true });
  }
}

/** Puts rewritten files in the place of a version's, in the caller's transaction. Returns the files that nothing names any more. */
export async function putRewritten(tx: Ctx, rewritten: RewrittenVersion): Promise<string[]> {
  const { before, written, profile, hashesSha256, hashesBytes } = rewritten;
  const { projectId, name } = before;
  const { sha256, sizeBytes } = written;
  await insertArtifact(tx, { projectId, sha256, sizeBytes, filename: `${name}.parquet` });
  await insertArtifact(tx, { projectId, sha256: hashesSha256, sizeBytes: hashesBytes, filename: `${name}.hashes` });
  await replaceVersionFiles(tx, before, { ...written, profile, hashesSha256 });
  return dropUnusedFiles(tx, projectId, [before.sha256, before.hashesSha256]);
}
