import {
  createLabelSourceOperation,
  listLabelSources,
  listLabelSourcesOperation,
  saveLabelSource,
} from '@/lib/domain/feedback';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listLabelSourcesOperation, ({ ctx, params }) => listLabelSources(ctx, params));
export const POST = endpoint(createLabelSourceOperation, ({ ctx, params, body }) =>
  saveLabelSource(ctx, { ...params, id: null, content: body }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
