import { z } from 'zod';
import { suggestOverlay, suggestOverlayOperation } from '@/lib/domain/registry';
import { isJson, readJsonAs } from '@/lib/platform/http/read-body';
import { csvBody, csvRecords } from '@/lib/platform/http/read-csv';
import { endpoint } from '../../../../../../endpoint';
import { methodNotAllowed } from '../../../../../../method-not-allowed';

const LIMIT = 10 * 1024 * 1024;
const Header = z.strictObject({ header: z.array(z.string().max(1024)).min(1).max(5000) });

export const POST = endpoint(suggestOverlayOperation, async ({ ctx, params, request }) =>
  suggestOverlay(ctx, {
    ...params,
    records: isJson(request) ? await readJsonAs(request, Header, LIMIT) : csvRecords(csvBody(request, LIMIT)),
  }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
