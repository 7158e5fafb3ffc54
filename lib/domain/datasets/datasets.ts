import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { isUuid } from '@/lib/platform/uuid7';
import { authorise, type Permission } from '../people';
import { removeFiles } from '../registry';
import type { Dataset, DatasetList, DatasetPlace, DatasetProfile, DatasetVersion, DatasetView } from './schema';
import {
  deleteDatasetRow,
  findDatasetRow,
  findProfile,
  findVersionOf,
  isNameTaken,
  listDatasetRows,
  listReferencesOf,
  listTrainedOn,
  listVersionsOf,
  nameTaken,
  type StoredDataset,
  type StoredVersion,
} from './store-datasets';

/** A version as callers see it. */
export function shownVersion({ projectId: _, hashesSha256: __, ...version }: StoredVersion): DatasetVersion {
  return version;
}

const shown = (
  { projectId: _, ...dataset }: StoredDataset,
  of: { versions: number; newest: StoredVersion },
): Dataset => ({ ...dataset, versions: of.versions, newest: shownVersion(of.newest) });

/** The datasets of a project, those that changed last first. */
export async function listDatasets(ctx: Ctx, { projectId }: { projectId: string }): Promise<DatasetList> {
  authorise(ctx.actor, 'dataset.view', projectId);
  const rows = await listDatasetRows(ctx, projectId);
  return { datasets: rows.map(({ dataset, ...of }) => shown(dataset, of)) };
}

/** A dataset by its id, for someone who may do `permission` in its project. */
export async function requireDataset(ctx: Ctx, id: string, permission: Permission): Promise<StoredDataset> {
  const dataset = isUuid(id) ? await findDatasetRow(ctx, { id }) : null;
  if (!dataset) throw notFound('dataset', id.slice(0, 64));
  authorise(ctx.actor, permission, dataset.projectId);
  return dataset;
}

/** Where a version is to be saved: throws 409 where the name of a new dataset is taken, 404 where the dataset is not of this project. */
export async function checkPlace(ctx: Ctx, projectId: string, place: DatasetPlace): Promise<{ name: string }> {
  if ('datasetId' in place) {
    const dataset = await findDatasetRow(ctx, { projectId, id: place.datasetId });
    if (!dataset) throw notFound('dataset', place.datasetId);
    return dataset;
  }
  if (await isNameTaken(ctx, { projectId, name: place.name })) throw nameTaken(place.name);
  return place;
}

/** A version of a dataset, the newest without a number, for someone who may do `permission` in its project. */
export async function requireVersion(
  ctx: Ctx,
  of: { dataset: string; number?: number | undefined },
  permission: Permission = 'dataset.view',
): Promise<StoredVersion> {
  const { id, name } = await requireDataset(ctx, of.dataset, permission);
  const version = await findVersionOf(ctx, { datasetId: id, number: of.number });
  if (!version) throw notFound('version', `${name} ${of.number ?? ''}`.trim());
  return version;
}

/** A version of a dataset of a project, the newest without a number; asks for no permission unless one is named. */
export async function getDatasetVersion(
  ctx: Ctx,
  of: { projectId: string; datasetId: string; number?: number; permission?: Permission },
): Promise<DatasetVersion> {
  const { permission, ...where } = of;
  if (permission) authorise(ctx.actor, permission, of.projectId);
  const version = isUuid(of.datasetId) ? await findVersionOf(ctx, where) : null;
  if (!version) throw notFound('dataset version', `${of.datasetId.slice(0, 64)} ${of.number ?? ''}`.trim());
  return shownVersion(version);
}

/** What is known of the columns of a version; asks for no permission. Throws 404 where it is not there. */
export async function getDatasetProfile(
  ctx: Ctx,
  of: { projectId: string; datasetId: string; number: number },
): Promise<DatasetProfile> {
  const { datasetId, number } = await getDatasetVersion(ctx, of);
  return findProfile(ctx, { datasetId, number });
}

/** A version with its profile, its siblings and what was learnt from it. */
export async function getDataset(
  ctx: Ctx,
  input: { dataset: string; number?: number | undefined },
): Promise<DatasetView> {
  const dataset = await requireDataset(ctx, input.dataset, 'dataset.view');
  const versions = await listVersionsOf(ctx, dataset.id);
  const version = versions.find(({ number }) => input.number === undefined || number === input.number);
  const [newest] = versions;
  if (!version || !newest) throw notFound('version', `${dataset.name} ${input.number ?? ''}`.trim());
  const { projectId } = dataset;
  const [profile, learntBy, references] = await Promise.all([
    findProfile(ctx, { datasetId: dataset.id, number: version.number }),
    listTrainedOn(ctx, { datasetId: dataset.id, number: version.number }),
    version.source.kind === 'upload' ? listReferencesOf(ctx, { projectId, sha256: version.source.sha256 }) : [],
  ]);
  return {
    dataset: shown(dataset, { versions: versions.length, newest }),
    version: shownVersion(version),
    profile,
    versions: versions.map(({ columns, ...row }) => ({ ...row, columns: columns.length })),
    usedBy: [...learntBy, ...references],
  };
}

/** Removes a dataset with all of its versions. References that were learnt from the same file have one of their own and stay. */
export async function deleteDataset(ctx: Ctx, input: { dataset: string }): Promise<undefined> {
  const { id, name, projectId } = await requireDataset(ctx, input.dataset, 'dataset.upload');
  const free = await inTransaction(ctx, async (tx) => {
    const files = await deleteDatasetRow(tx, { projectId, id });
    await audit(tx, { action: 'dataset.delete', object: `dataset:${name}`, projectId, before: { files } });
    return files;
  });
  await removeFiles(ctx, projectId, free);
  return undefined;
}
