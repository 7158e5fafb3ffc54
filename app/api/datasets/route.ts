import { listDatasets, listDatasetsOperation, saveDatasetOperation, saveUpload } from '@/lib/domain/datasets';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listDatasetsOperation, ({ ctx }) => listDatasets(ctx, { projectId: requireProject(ctx) }));
export const POST = endpoint(saveDatasetOperation, ({ ctx, body }) => saveUpload(ctx, { body }));

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
