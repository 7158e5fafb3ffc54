import 'server-only';
import fs from 'node:fs';
import { insertJob } from '@/lib/engine/jobs';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { csvRecords } from '@/lib/platform/http/read-csv';
import { artifacts, getServedVersion, insertArtifact, type RowPlace, rowPlaces } from '../registry';
import type { Overlay } from '../registry/schema';
import { learnReference, type ReadTable, readColumns } from './reference-columns';
import type { Reference, ReferenceUpload, ReferenceView } from './schema';
import { findFirstReferenceAt, findReferenceFile, findReferenceRow, insertReference } from './store';
import { writeHashed } from './write-hashed';

/** The reference profile that drift of a version is measured against, or null. */
export async function getReference(ctx: Ctx, input: { model: string; number: number }): Promise<ReferenceView> {
  const { model, version } = await getServedVersion(ctx, { ...input, permission: 'dataset.view' });
  return { reference: await findReferenceRow(ctx, model.id, version.number) };
}

/** The same, for verbs that have found the version and asked for the permission already. */
export const findReference = (ctx: Ctx, modelId: string, versionNumber: number): Promise<Reference | null> =>
  findReferenceRow(ctx, modelId, versionNumber);

/** When the first reference of a version was made, now where it has none; asks for no permission. */
export const firstReferenceAt = (ctx: Ctx, modelId: string, versionNumber: number): Promise<Date> =>
  findFirstReferenceAt(ctx, modelId, versionNumber);

/** The rows of a reference as they came, column by column, with their days where the file says them. System or project scope; asks for no permission. */
export async function readReferenceRows(
  ctx: Ctx,
  reference: Reference,
  of: { projectId: string; places: readonly RowPlace[]; overlay: Overlay | null },
): Promise<Pick<ReadTable, 'rows' | 'columns' | 'days'>> {
  const sha256 = await findReferenceFile(ctx, reference);
  const file = await artifacts().file(of.projectId, sha256);
  return readColumns(csvRecords(fs.createReadStream(file)), of.places, of.overlay);
}

/**
 * Takes the rows that a version was trained on: keeps the file, learns bins and counts of its columns, makes them the active
 * reference and has the log counted anew over them. A file that does not fit leaves nothing.
 */
export async function uploadReference(
  ctx: Ctx,
  input: { model: string; number: number; filename: string; body: AsyncIterable<Uint8Array> },
): Promise<ReferenceUpload> {
  const { model, version, overlay, served } = await getServedVersion(ctx, {
    model: input.model,
    number: input.number,
    permission: 'dataset.upload',
  });
  const file = artifacts().temporary();
  try {
    const kept = await writeHashed(file, input.body);
    const learnt = await learnReference(csvRecords(fs.createReadStream(file)), rowPlaces(served), overlay);
    await artifacts().keep(model.projectId, kept.sha256, file);
    const createdBy = actorName(ctx.actor);
    const filename = input.filename.replace(/\p{C}/gu, '').slice(0, 100);
    const reference = await inTransaction(ctx, async (tx) => {
      await insertArtifact(tx, { projectId: model.projectId, ...kept, filename });
      const made = await insertReference(tx, {
        projectId: model.projectId,
        modelId: model.id,
        versionNumber: version.number,
        filename,
        ...kept,
        header: learnt.header,
        rows: learnt.rows,
        columns: learnt.columns,
        createdBy,
      });
      await insertJob(tx, {
        projectId: model.projectId,
        kind: 'reference-backfill',
        payload: { modelId: model.id, number: version.number, profileId: made.id },
        createdBy,
      });
      await audit(tx, {
        action: 'reference.upload',
        object: `model:${model.name}/${version.number}`,
        projectId: model.projectId,
        after: { profileId: made.id, rows: learnt.rows, sha256: kept.sha256 },
      });
      return made;
    });
    return { reference, matchedBy: learnt.match.by, ignored: learnt.match.ignored };
  } finally {
    fs.rmSync(file, { force: true });
  }
}
