import 'server-only';
import { actorName, type Ctx } from '@/lib/platform/context';
import type { Db } from '@/lib/platform/db';
import { uuid7 } from '@/lib/platform/uuid7';
import type {
  Model as ModelRow,
  SignatureOverlay as OverlayRow,
  Version as VersionRow,
} from '@/prisma/generated/client';
import {
  Deployment,
  Inspection,
  type Model,
  Overlay,
  PersonalContext,
  Probe,
  type SavedAnswerSettings,
  type SavedOverlay,
  ServedBy,
  Signature,
  TrainedOn,
  type Version,
} from './schema';
import { toAnswerSettings } from './store-answer-settings';

const toModel = (row: ModelRow & { versions: { number: number; loaded: boolean; servedBy: string }[] }): Model => ({
  id: row.id,
  projectId: row.projectId,
  name: row.name,
  summary: row.summary,
  champion: row.champion,
  championAt: row.championAt?.toISOString() ?? null,
  staging: row.staging,
  serving: row.versions.some(({ number, loaded }) => number === row.champion && loaded),
  elsewhere: row.elsewhere,
  deployment: Deployment.parse(row.deployment),
  personalContext: PersonalContext.parse(row.personalContext),
  versions: row.versions.map((version) => version.number).sort((a, b) => a - b),
  upstreamVersion: row.versions.find(({ servedBy }) => servedBy === 'upstream')?.number ?? null,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
});

const toVersion = (row: VersionRow, champion: number | null): Version => ({
  id: row.id,
  modelId: row.modelId,
  number: row.number,
  servedBy: ServedBy.parse(row.servedBy),
  filename: row.filename,
  sizeBytes: Number(row.sizeBytes),
  sha256: row.sha256,
  signature: Signature.parse(row.signature),
  inspection: Inspection.parse(row.inspection),
  probe: Probe.parse(row.probe),
  loaded: row.loaded,
  isChampion: row.number === champion,
  trainingRunId: row.trainingRunId,
  trainedOn: TrainedOn.nullable().parse(row.trainedOn),
  nameElsewhere: row.nameElsewhere,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
});

const toOverlay = (row: OverlayRow): SavedOverlay => ({
  versionNumber: row.versionNumber,
  revision: row.revision,
  content: Overlay.parse(row.content),
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
});

const NUMBERS = { versions: { select: { number: true, loaded: true, servedBy: true } } } as const;

/** A model by id, or by name within a project. */
export async function findModelRow(
  ctx: Ctx,
  reference: { id: string } | { projectId: string; name: string },
): Promise<Model | null> {
  const where = 'id' in reference ? { id: reference.id } : { projectId: reference.projectId, name: reference.name };
  const row = await ctx.db.model.findFirst({ where, include: NUMBERS });
  return row ? toModel(row) : null;
}

export async function listModelRows(ctx: Ctx, projectId: string): Promise<Model[]> {
  const rows = await ctx.db.model.findMany({
    where: { projectId },
    include: NUMBERS,
    orderBy: { name: 'asc' },
    take: 1000,
  });
  return rows.map(toModel);
}

export async function insertModel(
  ctx: Ctx,
  input: { projectId: string; name: string; createdBy: string; elsewhere?: boolean },
): Promise<Model> {
  return toModel(await ctx.db.model.create({ data: { ...input, createdAt: ctx.now() }, include: NUMBERS }));
}

export async function updateModelRow(
  ctx: Ctx,
  id: string,
  data: { summary?: string; deployment?: Deployment },
): Promise<void> {
  await ctx.db.model.update({ where: { id }, data });
}

/** Lets nobody else change the model's own row until the transaction ends. */
export async function lockModelRow(tx: Ctx, id: string): Promise<void> {
  await tx.db.$queryRaw`select 1 from models where id = ${id}::uuid for update`;
}

export async function setPersonalContextRow(ctx: Ctx, id: string, personalContext: PersonalContext): Promise<void> {
  await ctx.db.model.update({ where: { id }, data: { personalContext } });
}

/** Makes a version the champion. As such it is neither canary nor shadow any more. */
export async function setChampion(
  ctx: Ctx,
  model: Model,
  number: number,
  { isRollback = false }: { isRollback?: boolean } = {},
): Promise<Model> {
  const { canary, shadow } = model.deployment;
  const deployment: Deployment = {
    ...model.deployment,
    canary: canary?.version === number ? null : canary,
    shadow: shadow === number ? null : shadow,
  };
  const championAt = ctx.now();
  await ctx.db.model.update({ where: { id: model.id }, data: { champion: number, championAt, deployment } });
  if (model.champion !== number)
    await ctx.db.championChange.create({
      data: {
        id: uuid7(championAt.getTime()),
        projectId: model.projectId,
        modelId: model.id,
        fromNumber: model.champion,
        toNumber: number,
        changedBy: actorName(ctx.actor),
        isRollback,
        at: championAt,
      },
    });
  return { ...model, champion: number, championAt: championAt.toISOString(), serving: !model.elsewhere, deployment };
}

/**
 * Removes a model and what hangs on it. Returns the sha256 of the files that nothing of the project refers to any more;
 * their rows are gone, the files themselves are the caller's to remove after the commit.
 */
export async function deleteModelRow(ctx: Ctx, model: Model): Promise<string[]> {
  const { db } = ctx;
  const { projectId } = model;
  const byModel = { where: { projectId, modelId: model.id } };
  const shas = new Set<string>();
  for (const row of await db.version.findMany({ ...byModel, select: { sha256: true, servedSha256: true } }))
    for (const sha256 of [row.sha256, row.servedSha256]) if (sha256 !== null) shas.add(sha256);
  for (const row of await db.dataset.findMany({ ...byModel, select: { sha256: true } })) shas.add(row.sha256);
  await db.modelCard.deleteMany(byModel);
  await db.validationReport.deleteMany(byModel);
  await db.referenceProfile.deleteMany(byModel);
  await db.dataset.deleteMany(byModel);
  await db.feedback.deleteMany(byModel);
  await db.feedbackHistory.deleteMany(byModel);
  await db.threadEntry.deleteMany(byModel);
  await db.model.delete({ where: { id: model.id } });
  const list = [...shas];
  const versions = await db.version.findMany({
    where: { projectId, OR: [{ sha256: { in: list } }, { servedSha256: { in: list } }] },
    select: { sha256: true, servedSha256: true },
  });
  const datasets = await db.dataset.findMany({ where: { projectId, sha256: { in: list } }, select: { sha256: true } });
  const used = new Set([
    ...versions.flatMap((row) => [row.sha256, row.servedSha256]),
    ...datasets.map((row) => row.sha256),
  ]);
  const free = list.filter((sha256) => !used.has(sha256));
  await db.artifact.deleteMany({ where: { projectId, sha256: { in: free } } });
  return free;
}

export async function findVersionRow(
  ctx: Ctx,
  model: Model,
  number: number,
): Promise<(Version & { servedSha256: string | null }) | null> {
  const row = await ctx.db.version.findUnique({ where: { modelId_number: { modelId: model.id, number } } });
  return row ? { ...toVersion(row, model.champion), servedSha256: row.servedSha256 } : null;
}

/** The numbers of versions by what the server that runs them calls them; those without a name are called by their number. */
export async function findNamesElsewhere(ctx: Ctx, modelId: string): Promise<Map<string, number>> {
  const rows = await ctx.db.version.findMany({ where: { modelId }, select: { number: true, nameElsewhere: true } });
  const names = new Map<string, number>();
  for (const { number, nameElsewhere } of rows) if (nameElsewhere !== null) names.set(nameElsewhere, number);
  for (const { number, nameElsewhere } of rows)
    if (nameElsewhere === null && !names.has(String(number))) names.set(String(number), number);
  return names;
}

export async function setNameElsewhere(ctx: Ctx, modelId: string, number: number, name: string): Promise<void> {
  await ctx.db.version.update({ where: { modelId_number: { modelId, number } }, data: { nameElsewhere: name } });
}

/** The version that a training run has made, or null. */
export async function findVersionOfRun(ctx: Ctx, model: Model, runId: string): Promise<Version | null> {
  const row = await ctx.db.version.findUnique({ where: { trainingRunId: runId } });
  return row && row.modelId === model.id ? toVersion(row, model.champion) : null;
}

export async function listVersionRows(ctx: Ctx, model: Model): Promise<Version[]> {
  const rows = await ctx.db.version.findMany({ where: { modelId: model.id }, orderBy: { number: 'desc' }, take: 500 });
  return rows.map((row) => toVersion(row, model.champion));
}

export async function insertArtifact(
  ctx: Ctx,
  input: { projectId: string; sha256: string; sizeBytes: number; filename: string },
): Promise<void> {
  // Two uploads of one file may come at the same moment, where an upsert of Prisma's looks first and then inserts.
  await ctx.db.artifact.createMany({
    data: [{ ...input, sizeBytes: BigInt(input.sizeBytes), createdAt: ctx.now() }],
    skipDuplicates: true,
  });
}

export async function insertVersion(
  ctx: Ctx,
  model: Model,
  input: {
    number: number;
    servedBy?: ServedBy;
    filename: string;
    sizeBytes: number;
    sha256: string | null;
    servedSha256: string | null;
    signature: Signature;
    inspection: Inspection;
    probe: Probe;
    createdBy: string;
    loaded?: boolean;
    nameElsewhere?: string;
    training?: { runId: string; trainedOn: TrainedOn } | undefined;
  },
): Promise<Version> {
  const { training, ...version } = input;
  const row = await ctx.db.version.create({
    data: {
      ...version,
      ...(training ? { trainingRunId: training.runId, trainedOn: training.trainedOn } : {}),
      sizeBytes: BigInt(input.sizeBytes),
      projectId: model.projectId,
      modelId: model.id,
      createdAt: ctx.now(),
    },
  });
  return toVersion(row, model.champion);
}

/** Only of a version without a file, whose signature is learnt from its calls. */
export async function updateSignature(
  ctx: Pick<Ctx, 'db'>,
  at: { modelId: string; number: number },
  signature: Signature,
): Promise<void> {
  await ctx.db.version.updateMany({ where: { ...at, sha256: null }, data: { signature } });
}

/** Has a version answer beside the champion. */
export async function setShadow(ctx: Ctx, model: Model, number: number | null): Promise<Model> {
  const deployment: Deployment = { ...model.deployment, shadow: number };
  await ctx.db.model.update({ where: { id: model.id }, data: { deployment } });
  return { ...model, deployment };
}

export async function setLoaded(ctx: Ctx, modelId: string, loaded: boolean, number?: number): Promise<void> {
  await ctx.db.version.updateMany({
    where: { modelId, ...(number === undefined ? {} : { number }) },
    data: { loaded },
  });
}

/** The newest overlay of a version, or null. */
export async function findOverlayRow(ctx: Ctx, modelId: string, versionNumber: number): Promise<SavedOverlay | null> {
  const row = await ctx.db.signatureOverlay.findFirst({
    where: { modelId, versionNumber },
    orderBy: { revision: 'desc' },
  });
  return row ? toOverlay(row) : null;
}

export async function insertOverlay(
  ctx: Ctx,
  model: Model,
  input: { versionNumber: number; content: Overlay; createdBy: string },
): Promise<SavedOverlay> {
  const last = await ctx.db.signatureOverlay.findFirst({
    where: { modelId: model.id, versionNumber: input.versionNumber },
    orderBy: { revision: 'desc' },
    select: { revision: true },
  });
  const row = await ctx.db.signatureOverlay.create({
    data: {
      ...input,
      projectId: model.projectId,
      modelId: model.id,
      revision: (last?.revision ?? 0) + 1,
      createdAt: ctx.now(),
    },
  });
  return toOverlay(row);
}

export interface ServingRow {
  projectId: string;
  modelId: string;
  modelName: string;
  champion: number | null;
  staging: number | null;
  elsewhere: boolean;
  deployment: Deployment;
  personalContext: PersonalContext;
  versions: {
    id: string;
    number: number;
    servedSha256: string;
    sizeBytes: number;
    loaded: boolean;
    signature: Signature;
    probe: Probe;
    overlay: Overlay | null;
    overlayRevision: number;
    /** Those in force; null where there never were any. */
    answerSettings: SavedAnswerSettings | null;
  }[];
}

/** Everything a gateway needs to run the versions that have a file, of one project or of all. */
export async function listServingRows(db: Db, projectId?: string): Promise<ServingRow[]> {
  const models = await db.model.findMany({
    where: projectId ? { projectId } : {},
    include: {
      versions: true,
      overlays: { orderBy: { revision: 'asc' } },
      answerSettings: { orderBy: { number: 'asc' } },
    },
  });
  return models.map((model) => {
    const newest = new Map(model.overlays.map((overlay) => [overlay.versionNumber, overlay]));
    const inForce = new Map(model.answerSettings.map((settings) => [settings.versionNumber, settings]));
    return {
      projectId: model.projectId,
      modelId: model.id,
      modelName: model.name,
      champion: model.champion,
      staging: model.staging,
      elsewhere: model.elsewhere,
      deployment: Deployment.parse(model.deployment),
      personalContext: PersonalContext.parse(model.personalContext),
      versions: model.versions.flatMap((version) => {
        const { servedSha256 } = version;
        if (servedSha256 === null) return [];
        const overlay = newest.get(version.number);
        const settings = inForce.get(version.number);
        return {
          id: version.id,
          number: version.number,
          servedSha256,
          sizeBytes: Number(version.sizeBytes),
          loaded: version.loaded,
          signature: Signature.parse(version.signature),
          probe: Probe.parse(version.probe),
          overlay: overlay ? Overlay.parse(overlay.content) : null,
          overlayRevision: overlay?.revision ?? 0,
          answerSettings: settings ? toAnswerSettings(settings) : null,
        };
      }),
    };
  });
}

/**
 * The version that was champion before the one that is now, or null; whether it is still there is not asked. What a rollback took away is
 * nothing to go back to.
 */
export async function findChampionBefore(ctx: Ctx, model: Pick<Model, 'id' | 'champion'>): Promise<number | null> {
  if (model.champion === null) return null;
  const change = await ctx.db.championChange.findFirst({
    where: { modelId: model.id, toNumber: model.champion, isRollback: false },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { fromNumber: true },
  });
  return change?.fromNumber ?? null;
}
