import 'server-only';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import { sha256OfFile } from '@/lib/engine/blobs';
import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { Slots } from '@/lib/platform/slots';
import { authorise } from '../people';
import { artifacts, type Registration, registerVersion } from '../registry';
import { type Model, ModelName, type Version } from '../registry/schema';
import { withInspectedFile } from './inspect-file';
import { probeFile } from './probe-file';

export interface Admission {
  projectId: string;
  modelName: string;
  /** A filled temporary file of the blob store; it is moved or removed. */
  file: string;
  filename: string;
  number?: number | undefined;
  training?: Registration['training'];
  /** What the sender says the bytes are; a difference refuses them. */
  declaredSha256?: string | null | undefined;
  onStage?: (stage: 'read' | 'wait' | 'probe' | 'register') => Promise<void> | void;
  /** Ends the wait for a probe; what has begun is brought to its end. */
  signal?: AbortSignal | undefined;
}

export const ADMITTED_NAME_CHARACTERS = 100;

/** Half of the processors, so that checks leave room for calls. The clock of a probe starts when it has its slot. */
const probes = new Slots(Math.max(1, Math.floor(os.availableParallelism() / 2)));

/**
 * Takes an uploaded file the whole way to a version that answers: sha256, static look, ZipMap removed, probe, registration.
 * Throws `invalid_input` with the reason; whatever happens, a refused file leaves no version, artifact or row.
 */
export async function admitFile(
  ctx: Ctx,
  input: Admission,
): Promise<{ model: Model; version: Version; isNew: boolean }> {
  authorise(ctx.actor, 'version.upload', input.projectId);
  const name = ModelName.safeParse(input.modelName);
  if (!name.success)
    throw new AppError('invalid_input', name.error.issues[0]?.message ?? 'The name does not fit.', {
      reason: 'bad_name',
      invalidParams: [{ name: 'model', reason: name.error.issues[0]?.message ?? '' }],
    });
  const blobs = artifacts();
  const filename =
    input.filename.replace(/[^\p{L}\p{N} ._()+-]/gu, '_').slice(0, ADMITTED_NAME_CHARACTERS) || 'model.onnx';
  let stripped: string | null = null;
  try {
    // Readable to the runner's user, which opens the descriptor it is given; the folder above is closed to it.
    fs.chmodSync(input.file, 0o644);
    await input.onStage?.('read');
    const sha256 = await sha256OfFile(input.file);
    if (input.declaredSha256 && input.declaredSha256.toLowerCase() !== sha256)
      throw new AppError(
        'invalid_input',
        'The bytes that arrived do not have the sha256 that was declared. Upload the file again.',
        { reason: 'sha_mismatch', invalidParams: [{ name: 'x-sha256', reason: 'differs from the bytes' }] },
      );
    const sizeBytes = fs.statSync(input.file).size;
    const checked = await withInspectedFile(input.file, filename, async (found) => {
      let served = { file: input.file, sha256, sizeBytes };
      if (found.rewrite) {
        stripped = blobs.temporary();
        served = await writePieces(stripped, found.rewrite);
      }
      const { inputs, outputs, rowByRow, inspection } = found;
      const leave = await probes
        .take({ signal: input.signal, onWait: () => input.onStage?.('wait') })
        .catch((error: unknown) => {
          throw input.signal?.aborted
            ? new AppError('conflict', 'The upload was given up before it was checked.')
            : error;
        });
      try {
        await input.onStage?.('probe');
        const { probe, signature } = await probeFile({ ...served, inputs, outputs, rowByRow });
        return { served, probe, signature, inspection };
      } finally {
        leave();
      }
    });
    await input.onStage?.('register');
    await blobs.keep(input.projectId, sha256, input.file);
    if (stripped) await blobs.keep(input.projectId, checked.served.sha256, stripped);
    return await registerVersion(ctx, {
      projectId: input.projectId,
      modelName: input.modelName,
      filename,
      sizeBytes,
      sha256,
      servedSha256: checked.served.sha256,
      servedBytes: checked.served.sizeBytes,
      signature: checked.signature,
      inspection: checked.inspection,
      probe: checked.probe,
      number: input.number,
      training: input.training,
    });
  } finally {
    fs.rmSync(input.file, { force: true });
    if (stripped) fs.rmSync(stripped, { force: true });
  }
}

async function writePieces(
  file: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ file: string; sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  // Readable to the runner's user, which opens the descriptor it is given; the folder above is closed to it.
  const fd = fs.openSync(file, 'w', 0o644);
  try {
    for await (const piece of pieces) {
      fs.writeSync(fd, piece);
      hash.update(piece);
      sizeBytes += piece.length;
    }
  } finally {
    fs.closeSync(fd);
  }
  return { file, sha256: hash.digest('hex'), sizeBytes };
}
