import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { authorise } from '../people';
import { makeModelWithoutFile } from './new-model';
import { type Model, type NewElsewhereModel, Overlay, type Signature } from './schema';
import { insertOverlay, setChampion } from './store';
import { tellGateway } from './tell-gateway';

/** Registers a model that another server runs, with one version that has columns and no file. Throws 409 where the name is taken. */
export async function registerElsewhere(ctx: Ctx, input: NewElsewhereModel & { projectId: string }): Promise<Model> {
  authorise(ctx.actor, 'version.upload', input.projectId);
  const { projectId, name } = input;
  const made = await inTransaction(ctx, async (tx) => {
    const { model } = await makeModelWithoutFile(tx, {
      projectId,
      name,
      servedBy: 'elsewhere',
      signature: signatureOf(input),
    });
    await insertOverlay(tx, model, { versionNumber: 1, content: overlayOf(input), createdBy: actorName(tx.actor) });
    await audit(tx, {
      action: 'model.register-elsewhere',
      object: `model:${name}`,
      projectId,
      after: { task: input.task, classes: input.classes.length, columns: input.columns.length },
    });
    return { ...(await setChampion(tx, model, 1)), versions: [1] };
  });
  await tellGateway(ctx, { projectId });
  return made;
}

/** Each column is an input of one value: doubles for numbers, so that none is rounded, and texts for all else. */
function signatureOf({ task, classes, columns }: NewElsewhereModel): Signature {
  const inputs = columns.map(({ name, kind }) => ({
    name,
    datatype: kind === 'number' ? ('FP64' as const) : ('BYTES' as const),
    shape: [-1, 1],
    nullable: true,
  }));
  if (task === 'regression')
    return {
      inputs,
      outputs: [{ name: 'value', datatype: 'FP64', shape: [-1, 1], classLabels: null }],
      reading: { task, value: 'value' },
      rowByRow: false,
    };
  return {
    inputs,
    outputs: [
      { name: 'label', datatype: 'BYTES', shape: [-1, 1], classLabels: null },
      { name: 'probabilities', datatype: 'FP64', shape: [-1, classes.length], classLabels: classes },
    ],
    reading: { task, label: 'label', probabilities: 'probabilities', classes },
    rowByRow: false,
  };
}

const overlayOf = ({ columns, unit }: NewElsewhereModel): Overlay =>
  Overlay.parse({
    columns: columns.map((column) => ({ ...column, input: column.name, index: null, nullable: true })),
    outputUnit: unit,
  });
