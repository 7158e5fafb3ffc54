import { listReviewers, listReviewersOperation } from '@/lib/domain/review';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listReviewersOperation, ({ ctx, params }) => listReviewers(ctx, params));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
