import { takeBackOperation, takeReviewBack } from '@/lib/domain/review';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const DELETE = endpoint(takeBackOperation, ({ ctx, params }) => takeReviewBack(ctx, params));

const refuse = methodNotAllowed('DELETE');

export { refuse as GET, refuse as POST, refuse as PUT, refuse as PATCH };
