import { getPrediction, getPredictionOperation } from '@/lib/domain/predictions';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const GET = endpoint(getPredictionOperation, ({ ctx, params }) => getPrediction(ctx, params));

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
