import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { authorise } from '../people';
import {
  type Inspection,
  type Model,
  Overlay,
  type Probe,
  type Signature,
  type TrainedOn,
  type Version,
} from './schema';
import { requireFile } from './served-elsewhere';
import {
  findModelRow,
  findOverlayRow,
  findVersionOfRun,
  findVersionRow,
  insertArtifact,
  insertModel,
  insertOverlay,
  insertVersion,
  listVersionRows,
  setChampion,
  setLoaded,
  setShadow,
} from './store';

export interface Registration {
  projectId: string;
  modelName: string;
  filename: string;
  sizeBytes: number;
  sha256: string;
  servedSha256: string;
  servedBytes: number;
  signature: Signature;
  inspection: Inspection;
  probe: Probe;
  /** The number asked for; taken if free. The same bytes at that number are loaded again; other bytes become the next free number. */
  number?: number | undefined;
  /** Of a training run: its version waits until somebody promotes it, also where it is the first one. A run has one version at most. */
  training?: { runId: string; trainedOn: TrainedOn } | undefined;
}

/**
 * Adds a checked file as a version, makes the model when it is new, carries the owner's column names over, and makes it champion,
 * unless the model has new files wait or a training run made it; where it stands in front of a running service that answers, it becomes the shadow instead.
 */
export async function registerVersion(
  ctx: Ctx,
  input: Registration,
): Promise<{ model: Model; version: Version; isNew: boolean }> {
  authorise(ctx.actor, 'version.upload', input.projectId);
  const createdBy = actorName(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    // One registration of a model name at a time: numbers are given out in order.
    await tx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`${input.projectId}/${input.modelName}`}))`;
    const model =
      (await findModelRow(tx, { projectId: input.projectId, name: input.modelName })) ??
      (await insertModel(tx, { projectId: input.projectId, name: input.modelName, createdBy }));
    requireFile(model);
    const made = input.training && (await findVersionOfRun(tx, model, input.training.runId));
    if (made) return { model, version: made, isNew: false };
    const at = input.number === undefined ? null : await findVersionRow(tx, model, input.number);
    if (at && at.sha256 === input.sha256) {
      await setLoaded(tx, model.id, true, at.number);
      const champion = waits(model) ? model : await setChampion(tx, model, at.number);
      return {
        model: champion,
        version: { ...at, loaded: true, isChampion: champion.champion === at.number },
        isNew: false,
      };
    }
    const number = input.number !== undefined && !at ? input.number : (model.versions.at(-1) ?? 0) + 1;
    await insertArtifact(tx, {
      projectId: input.projectId,
      sha256: input.sha256,
      sizeBytes: input.sizeBytes,
      filename: input.filename,
    });
    if (input.servedSha256 !== input.sha256)
      await insertArtifact(tx, {
        projectId: input.projectId,
        sha256: input.servedSha256,
        sizeBytes: input.servedBytes,
        filename: input.filename,
      });
    const previous = (await listVersionRows(tx, model))[0];
    const { projectId: _, modelName: __, servedBytes: ___, ...rest } = input;
    const version = await insertVersion(tx, model, { ...rest, number, createdBy });
    const carried = previous ? await findOverlayRow(tx, model.id, previous.number) : null;
    const content = carried
      ? Overlay.parse({
          ...carried.content,
          columns: carried.content.columns.filter((column) => fitsInput(input.signature, column)),
        })
      : null;
    if (content && content.columns.length > 0)
      await insertOverlay(tx, model, { versionNumber: number, content, createdBy });
    const isBeside = model.champion !== null && model.champion === model.upstreamVersion;
    const changed = isBeside
      ? await setShadow(tx, model, number)
      : waits(model) || input.training !== undefined
        ? model
        : await setChampion(tx, model, number);
    await audit(tx, {
      action: 'version.register',
      object: `model:${model.name}/${number}`,
      projectId: input.projectId,
      after: { sha256: input.sha256, filename: input.filename, sizeBytes: input.sizeBytes },
    });
    return {
      model: { ...changed, versions: [...model.versions, number].sort((a, b) => a - b) },
      version: { ...version, isChampion: changed.champion === number },
      isNew: true,
    };
  });
}

/** Whether new files of the model wait to be promoted. */
const waits = ({ champion, deployment }: Model) => champion !== null && deployment.newVersions === 'wait';

function fitsInput(signature: Signature, column: Overlay['columns'][number]): boolean {
  const input = signature.inputs.find((candidate) => candidate.name === column.input);
  if (!input) return false;
  const width = input.shape.slice(1).reduce((product, size) => product * Math.max(size, 0), 1);
  return column.index === null || column.index < width;
}
