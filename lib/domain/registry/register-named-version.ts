import { insertJob } from '@/lib/engine/jobs';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { authorise } from '../people';
import { FIRST_REFERENCE_JOB } from './new-model';
import { NO_FILE } from './no-file';
import type { Model } from './schema';
import {
  findNamesElsewhere,
  findOverlayRow,
  insertOverlay,
  insertVersion,
  listVersionRows,
  setChampion,
  setNameElsewhere,
} from './store';

/**
 * The number of the version that the server of a model calls by a name. A new name is that of the first version while it has neither name nor
 * rows, else of a new version with the columns of the newest one, which becomes the champion where its rows are the newest. Within a
 * transaction that holds the model's rows. Throws 403.
 */
export async function registerNamedVersion(
  tx: Ctx,
  model: Model,
  of: { name: string; hasRows: boolean; isNewest: boolean },
): Promise<number> {
  const known = (await findNamesElsewhere(tx, model.id)).get(of.name);
  if (known !== undefined) return known;
  authorise(tx.actor, 'version.upload', model.projectId);
  const versions = await listVersionRows(tx, model);
  const [newest] = versions;
  if (!newest) throw notFound('version', '1');
  const isFirst = versions.length === 1 && newest.nameElsewhere === null && !of.hasRows;
  const number = isFirst ? newest.number : newest.number + 1;
  const createdBy = actorName(tx.actor);
  if (isFirst) await setNameElsewhere(tx, model.id, number, of.name);
  else {
    await insertVersion(tx, model, {
      ...NO_FILE,
      number,
      servedBy: 'elsewhere',
      signature: newest.signature,
      createdBy,
      loaded: false,
      nameElsewhere: of.name,
    });
    const overlay = await findOverlayRow(tx, model.id, newest.number);
    if (overlay) await insertOverlay(tx, model, { versionNumber: number, content: overlay.content, createdBy });
    const payload = { modelId: model.id, number };
    await insertJob(tx, { projectId: model.projectId, kind: FIRST_REFERENCE_JOB, payload, createdBy });
    if (of.isNewest) await setChampion(tx, model, number);
  }
  await audit(tx, {
    action: 'version.register-elsewhere',
    object: `model:${model.name}/${number}`,
    projectId: model.projectId,
    after: { name: of.name },
  });
  return number;
}
