import { exportAuditEvents, exportAuditEventsOperation, requireProject } from '@/lib/domain/people';
import { fileResponse } from '@/lib/platform/http/file-response';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const;

export const GET = endpoint(exportAuditEventsOperation, ({ ctx, query }) =>
  fileResponse(
    { filename: `events.${query.format}`, contentType: CONTENT_TYPES[query.format] },
    exportAuditEvents(ctx, { ...query, projectId: requireProject(ctx) }),
  ),
);

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
