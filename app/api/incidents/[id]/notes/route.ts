import { noteIncident, noteIncidentOperation } from '@/lib/domain/alerts';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(noteIncidentOperation, ({ ctx, params, body }) =>
  noteIncident(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
