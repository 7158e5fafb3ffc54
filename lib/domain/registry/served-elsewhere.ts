import { AppError } from '@/lib/platform/errors';

/** Why a call on a model that another server runs is refused. Its versions have no file, so nothing can run, load or check them here. */
export const servedElsewhere = (name: string): AppError =>
  new AppError(
    'conflict',
    `${name} is served elsewhere: there is no model file here. Ask the server that runs it, and send its answers to /api/ingest?model=${name}.`,
    { reason: 'served_elsewhere' },
  );

/** Throws 409 for a model without a file. */
export function requireFile(model: { name: string; elsewhere: boolean }): void {
  if (model.elsewhere) throw servedElsewhere(model.name);
}
